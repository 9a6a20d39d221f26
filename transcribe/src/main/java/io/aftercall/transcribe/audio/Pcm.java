package io.aftercall.transcribe.audio;

import io.aftercall.ingest.ContentHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;

/** One decoded channel: a file of 16-bit little-endian samples at 16 kHz, no header, counted in frames of 10 ms. */
record Pcm(Path file) {
    static final int RATE = 16_000;
    static final int FRAME_SAMPLES = RATE / 100;
    static final int FRAME_BYTES = FRAME_SAMPLES * 2;
    private static final int BUFFER = 200 * FRAME_BYTES;

    long durationMs() throws IOException {
        return Files.size(file) * 1000 / (RATE * 2);
    }

    Levels levels() throws IOException {
        try (FileChannel in = FileChannel.open(file)) {
            return Levels.of(in);
        }
    }

    /** Appends these pieces to a new file. */
    void cut(List<Piece> pieces, Path target) throws IOException {
        try (FileChannel in = FileChannel.open(file);
                FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (Piece piece : pieces) {
                long end = piece.to() * (long) FRAME_BYTES;
                long at = piece.from() * (long) FRAME_BYTES;
                while (at < end) {
                    at += in.transferTo(at, end - at, out);
                }
            }
        }
    }

    /** Names the sound of these pieces: 64 hex digits. */
    String sha256(List<Piece> pieces) throws IOException {
        MessageDigest digest = ContentHash.sha256();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try (FileChannel in = FileChannel.open(file)) {
            for (Piece piece : pieces) {
                long end = piece.to() * (long) FRAME_BYTES;
                long at = piece.from() * (long) FRAME_BYTES;
                while (at < end) {
                    buffer.clear().limit((int) Math.min(BUFFER, end - at));
                    at += in.read(buffer, at);
                    digest.update(buffer.flip());
                }
            }
        }
        return ContentHash.hex(digest);
    }
}
