package io.aftercall.transcribe.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * How loud a channel is in each frame of 10 ms: RMS in whole decibels above -100 dBFS. Where the speech is follows from
 * this channel's own noise and its own loudest sounds, as lines differ by 30 dB in both.
 */
final class Levels {
    private static final int RANGE_DB = 100;
    /** Quieter than this is hiss, whatever its shape. */
    private static final int AUDIBLE = RANGE_DB - 58;
    /** Steady sound (line noise, hum, a dial tone) varies less than this; speech varies by 30 dB and more. */
    private static final int STEADY_DB = 10;

    private static final int ABOVE_NOISE_DB = 9;
    private static final int BELOW_PEAK_DB = 40;
    private static final int SHORTEST = 8;
    private static final int BLOCK = 200;

    private final byte[] frames;

    private Levels(byte[] frames) {
        this.frames = frames;
    }

    static Levels of(FileChannel pcm) throws IOException {
        byte[] frames = new byte[(int) (pcm.size() / Pcm.FRAME_BYTES)];
        ByteBuffer bytes = ByteBuffer.allocate(BLOCK * Pcm.FRAME_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        short[] samples = new short[BLOCK * Pcm.FRAME_SAMPLES];
        int frame = 0;
        while (frame < frames.length) {
            int count = Math.min(BLOCK, frames.length - frame);
            bytes.clear().limit(count * Pcm.FRAME_BYTES);
            while (bytes.hasRemaining() && pcm.read(bytes) >= 0) {
                // a read may stop early
            }
            bytes.flip().asShortBuffer().get(samples, 0, count * Pcm.FRAME_SAMPLES);
            for (int i = 0; i < count; i++) {
                frames[frame++] = level(samples, i * Pcm.FRAME_SAMPLES);
            }
        }
        return new Levels(frames);
    }

    private static byte level(short[] samples, int from) {
        long sum = 0;
        for (int i = from; i < from + Pcm.FRAME_SAMPLES; i++) {
            sum += samples[i] * samples[i];
        }
        double power = sum / (Pcm.FRAME_SAMPLES * (double) (1 << 30));
        return (byte) Math.max(0, Math.round(RANGE_DB + 10 * Math.log10(power + 1e-12)));
    }

    int count() {
        return frames.length;
    }

    /** The same sound on both: a mono call recorded as stereo, perhaps through a codec that changed it a little. */
    boolean sameSoundAs(Levels other) {
        int loud = 0;
        int different = 0;
        for (int i = 0; i < Math.min(frames.length, other.frames.length); i++) {
            if (Math.max(frames[i], other.frames[i]) >= AUDIBLE) {
                loud++;
                different += Math.abs(frames[i] - other.frames[i]) > 2 ? 1 : 0;
            }
        }
        return loud > 0 && different * 50 <= loud;
    }

    /** Stretches of speech separated by pauses of at least {@code pause} frames; none when there is only noise. */
    List<Sound> speech(int pause) {
        int threshold = threshold();
        List<Sound> speech = new ArrayList<>();
        int from = -1;
        int last = -1;
        int loud = 0;
        for (int i = 0; i <= frames.length; i++) {
            boolean ends = i == frames.length || i - last > pause;
            if (from >= 0 && ends) {
                if (loud >= SHORTEST) {
                    speech.add(new Sound(from, last + 1));
                }
                from = -1;
                loud = 0;
            }
            if (i < frames.length && frames[i] >= threshold) {
                from = from < 0 ? i : from;
                last = i;
                loud++;
            }
        }
        return speech;
    }

    /** The quietest frame in a range: the least harmful place for a cut that has to be made. */
    int quietest(int from, int to) {
        int best = from;
        for (int i = from; i < to; i++) {
            best = frames[i] < frames[best] ? i : best;
        }
        return best;
    }

    private int threshold() {
        int[] histogram = new int[RANGE_DB + 28];
        for (byte frame : frames) {
            histogram[frame]++;
        }
        int noise = 0;
        for (int below = histogram[0]; below < frames.length / 10 && noise < RANGE_DB; ) {
            below += histogram[++noise];
        }
        int peak = histogram.length - 1;
        for (int above = histogram[peak]; above < SHORTEST && peak > 0; ) {
            above += histogram[--peak];
        }
        if (peak < AUDIBLE || peak - noise < STEADY_DB) {
            return Byte.MAX_VALUE;
        }
        return Math.min(Math.max(noise + ABOVE_NOISE_DB, peak - BELOW_PEAK_DB), peak - STEADY_DB);
    }
}
