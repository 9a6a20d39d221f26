package io.aftercall.simulator.calls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A WAV file of linear 16-bit or G.711 samples.
 *
 * @param format as the header has it: 1 linear, 6 A-law, 7 mu-law
 * @param rate samples a second
 * @param samples the interleaved channels' bytes
 */
record Wav(int format, int channels, int rate, int bits, byte[] samples) {
    private static final int LINEAR = 1;
    private static final int A_LAW = 6;
    private static final int MU_LAW = 7;
    private static final int HEADER = 46;

    /** Null when it is something else. */
    static @Nullable Wav read(Path path) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        if (file.remaining() < 12 || file.getInt(0) != id("RIFF") || file.getInt(8) != id("WAVE")) {
            return null;
        }
        Wav head = null;
        for (int at = 12; at + 8 <= file.limit(); ) {
            int size = file.getInt(at + 4);
            int body = at + 8;
            if (file.getInt(at) == id("fmt ") && size >= 16) {
                head = new Wav(
                        file.getShort(body),
                        file.getShort(body + 2),
                        file.getInt(body + 4),
                        file.getShort(body + 14),
                        new byte[0]);
            } else if (file.getInt(at) == id("data") && head != null) {
                // Who writes to a pipe cannot know the size.
                int end = size < 0 || body + size > file.limit() ? file.limit() : body + size;
                return head.known() ? head.with(Arrays.copyOfRange(file.array(), body, end)) : null;
            }
            at = body + Math.max(0, size + (size & 1));
        }
        return null;
    }

    private boolean known() {
        return bits == 16 ? format == LINEAR : bits == 8 && (format == A_LAW || format == MU_LAW);
    }

    private Wav with(byte[] others) {
        return new Wav(format, channels, rate, bits, others);
    }

    private int frame() {
        return channels * bits / 8;
    }

    /** Its beginning, or all of it when it is not longer. */
    Wav first(int millis) {
        long end = (long) millis * rate / 1000 * frame();
        return with(Arrays.copyOf(samples, (int) Math.min(end, samples.length)));
    }

    /** Of eight bytes, the bits that count least in each sample. */
    long lowestBits() {
        return bits == 16 ? 0x0001_0001_0001_0001L : 0x0101_0101_0101_0101L;
    }

    /** A new array, which ends with the samples. */
    byte[] file() {
        ByteBuffer file = ByteBuffer.allocate(HEADER + samples.length).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(id("RIFF")).putInt(HEADER - 8 + samples.length).putInt(id("WAVE"));
        file.putInt(id("fmt ")).putInt(18).putShort((short) format).putShort((short) channels);
        file.putInt(rate).putInt(rate * frame()).putShort((short) frame()).putShort((short) bits);
        file.putShort((short) 0).putInt(id("data")).putInt(samples.length).put(samples);
        return file.array();
    }

    private static int id(String name) {
        return ByteBuffer.wrap(name.getBytes(StandardCharsets.US_ASCII))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
    }
}
