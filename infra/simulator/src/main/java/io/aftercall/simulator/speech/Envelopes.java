package io.aftercall.simulator.speech;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Loudness per 10 ms of every channel and of their mix, as amplitude to the power 0.4: near enough to a logarithm to
 * weigh soft syllables, and yet any gain is a plain factor and noise below the speech stays small.
 */
final class Envelopes {
    static final int RATE = 8000;
    private static final int FRAME = RATE / 100;
    private static final double AMPLITUDE_POWER = 0.4;

    private final float[][] channels;
    private final float[] mix;
    private final double seconds;

    private Envelopes(float[][] channels, float[] mix, double seconds) {
        this.channels = channels;
        this.mix = mix;
        this.seconds = seconds;
    }

    float[][] channels() {
        return channels;
    }

    float[] mix() {
        return mix;
    }

    double seconds() {
        return seconds;
    }

    /** Reads 16-bit WAV at 8 kHz of any length, header sizes ignored (ffmpeg cannot know them in a pipe). */
    static Envelopes read(InputStream in) throws IOException {
        DataInputStream wav = new DataInputStream(in);
        int count = channelCount(wav);
        Meter[] meters = new Meter[count];
        Arrays.setAll(meters, i -> new Meter());
        Meter mix = new Meter();
        byte[] buffer = new byte[count * 2 * FRAME * 64];
        for (int read; (read = wav.readNBytes(buffer, 0, buffer.length)) > 0; ) {
            for (int at = 0; at + 2 * count <= read; at += 2 * count) {
                int sum = 0;
                for (int c = 0; c < count; c++) {
                    int sample = (short) ((buffer[at + 2 * c] & 0xff) | buffer[at + 2 * c + 1] << 8);
                    meters[c].add(sample);
                    sum += sample;
                }
                mix.add((double) sum / count);
            }
        }
        float[][] channels = Arrays.stream(meters).map(Meter::loudness).toArray(float[][]::new);
        return new Envelopes(channels, mix.loudness(), mix.seconds());
    }

    private static int channelCount(DataInputStream wav) throws IOException {
        try {
            wav.skipNBytes(12);
            int channels = 0;
            while (true) {
                int name = wav.readInt();
                int size = Integer.reverseBytes(wav.readInt());
                if (name == 0x64617461) { // "data"
                    return channels;
                }
                byte[] chunk = wav.readNBytes(size);
                if (name == 0x666d7420) { // "fmt "
                    channels = chunk[2];
                }
            }
        } catch (EOFException e) {
            throw new UndecodableAudioException("no audio");
        }
    }

    private static final class Meter {
        private float[] energies = new float[1024];
        private int frames;
        private int inFrame;
        private double sum;

        void add(double sample) {
            sum += sample * sample;
            if (++inFrame == FRAME) {
                close();
            }
        }

        private void close() {
            if (frames == energies.length) {
                energies = Arrays.copyOf(energies, frames * 2);
            }
            energies[frames++] = (float) (sum / FRAME);
            inFrame = 0;
            sum = 0;
        }

        double seconds() {
            return (frames * FRAME + inFrame) / (double) RATE;
        }

        /** Smoothed over 30 ms: a cut need not fall on our grid. */
        float[] loudness() {
            float[] result = new float[frames];
            for (int i = 0; i < frames; i++) {
                double before = energies[Math.max(0, i - 1)];
                double after = energies[Math.min(frames - 1, i + 1)];
                double energy = (before + 2 * energies[i] + after) / 4;
                result[i] = (float) Math.pow(energy, AMPLITUDE_POWER / 2);
            }
            return result;
        }
    }
}
