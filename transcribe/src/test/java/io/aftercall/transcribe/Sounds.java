package io.aftercall.transcribe;

import io.aftercall.transcribe.audio.FfmpegExecutable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Recordings made of noise bursts at known times, as telephony systems deliver them. */
final class Sounds {
    static final int RATE = 8000;
    static final Path CACHE = Path.of("target", "ffmpeg");

    private final List<short[]> channels = new ArrayList<>();
    private final Random random = new Random(7);
    private final int millis;

    private Sounds(int millis) {
        this.millis = millis;
    }

    static Sounds ofMillis(int millis) {
        return new Sounds(millis);
    }

    /** A channel of line noise with bursts, given as start and end in milliseconds. */
    Sounds channel(int noise, int... bursts) {
        short[] samples = new short[millis * RATE / 1000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) Math.round(random.nextGaussian() * noise);
        }
        for (int b = 0; b < bursts.length; b += 2) {
            for (int i = bursts[b] * RATE / 1000; i < bursts[b + 1] * RATE / 1000; i++) {
                samples[i] = (short) Math.clamp(Math.round(random.nextGaussian() * 4000), -32768, 32767);
            }
        }
        channels.add(samples);
        return this;
    }

    Sounds sameAgain() {
        channels.add(channels.getFirst());
        return this;
    }

    byte[] wav() {
        int frames = channels.getFirst().length;
        int bytes = frames * channels.size() * 2;
        ByteBuffer wav = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes()).putInt(36 + bytes).put("WAVEfmt ".getBytes()).putInt(16);
        wav.putShort((short) 1).putShort((short) channels.size()).putInt(RATE);
        wav.putInt(RATE * 2 * channels.size())
                .putShort((short) (2 * channels.size()))
                .putShort((short) 16);
        wav.put("data".getBytes()).putInt(bytes);
        for (int i = 0; i < frames; i++) {
            for (short[] channel : channels) {
                wav.putShort(channel[i]);
            }
        }
        return wav.array();
    }

    /** The same, coded by ffmpeg with these arguments into a file with this ending. */
    byte[] as(String ending, String... arguments) {
        return converted(wav(), ending, arguments);
    }

    static byte[] converted(byte[] audio, String ending, String... arguments) {
        try {
            Path in = Files.createTempFile(Files.createDirectories(CACHE), "in", "");
            Path out = Files.createTempFile(CACHE, "out", "." + ending);
            Files.write(in, audio);
            List<String> command =
                    new ArrayList<>(List.of(ffmpeg().toString(), "-y", "-v", "error", "-i", in.toString()));
            command.addAll(List.of(arguments));
            command.add(out.toString());
            Process process = new ProcessBuilder(command).inheritIO().start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("ffmpeg failed: " + command);
            }
            byte[] result = Files.readAllBytes(out);
            Files.delete(in);
            Files.delete(out);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static Path ffmpeg() throws IOException {
        return FfmpegExecutable.find(null, CACHE).toAbsolutePath();
    }
}
