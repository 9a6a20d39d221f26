package io.aftercall.analyze;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A record as it lies in Kafka: {@code value} is the JSON of the event its topic is for. */
public record IndexedEvent(String topic, @Nullable String key, ByteBuffer value) {

    public static IndexedEvent of(String topic, @Nullable String key, byte[] value) {
        return new IndexedEvent(topic, key, ByteBuffer.wrap(value).asReadOnlyBuffer());
    }

    byte[] bytes() {
        byte[] bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        return bytes;
    }
}
