package io.aftercall.analyze.index;

import co.elastic.clients.util.BinaryData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** The bytes of a source, which our own JSON reads, so that the client's mapper has no say in the documents. */
final class Bytes {
    private Bytes() {}

    static byte[] of(BinaryData data) {
        try {
            ByteBuffer buffer = data.asByteBuffer();
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("a source that is in memory cannot be read", e);
        }
    }
}
