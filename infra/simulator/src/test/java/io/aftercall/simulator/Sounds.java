package io.aftercall.simulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Speech-like sound: seeded syllables of noise with soft edges, on a quiet line. */
public final class Sounds {
    public static final int RATE = 8000;

    private Sounds() {}

    /** A line that only hums softly. */
    public static short[] line(double seconds, long seed) {
        Random random = new Random(seed);
        short[] samples = new short[(int) (seconds * RATE)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (random.nextGaussian() * 20);
        }
        return samples;
    }

    /** Speaks on the line from one time to another. */
    public static void speak(short[] line, int fromMs, int toMs, long seed) {
        Random random = new Random(seed);
        int at = fromMs * (RATE / 1000);
        int end = Math.min(line.length, toMs * (RATE / 1000));
        while (at < end) {
            int length = Math.min(end - at, RATE * (60 + random.nextInt(160)) / 1000);
            double loud = 1500 + 7000 * random.nextDouble();
            double low = 0;
            for (int i = 0; i < length; i++) {
                // A falling spectrum, like that of a voice.
                low = 0.6 * low + random.nextGaussian();
                line[at + i] += (short) Math.clamp(Math.sin(Math.PI * i / length) * loud * low, -20_000, 20_000);
            }
            at += length + RATE * (20 + random.nextInt(90)) / 1000;
        }
    }

    /** A 16-bit WAV file of one or more channels of the same length. */
    public static void write(Path file, int rate, short[]... channels) throws IOException {
        int size = channels[0].length * channels.length * 2;
        ByteBuffer wav = ByteBuffer.allocate(44 + size).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + size);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1);
        wav.putShort((short) channels.length).putInt(rate).putInt(rate * channels.length * 2);
        wav.putShort((short) (channels.length * 2)).putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(size);
        for (int i = 0; i < channels[0].length; i++) {
            for (short[] channel : channels) {
                wav.putShort(channel[i]);
            }
        }
        Files.write(file, wav.array());
    }
}
