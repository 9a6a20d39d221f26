package io.aftercall.analyze;

import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as it lies in Kafka.
 *
 * @param position absent for an event that comes from elsewhere
 * @param value the JSON of the event its topic is for
 * @param headers those that are text, by name
 */
public record IndexedEvent(
        String topic,
        @Nullable Position position,
        @Nullable String key,
        ByteBuffer value,
        Map<String, String> headers) {

    public IndexedEvent {
        headers = Map.copyOf(headers);
    }

    public static IndexedEvent of(String topic, @Nullable String key, byte[] value) {
        return new IndexedEvent(topic, null, key, ByteBuffer.wrap(value).asReadOnlyBuffer(), Map.of());
    }

    public static IndexedEvent of(Position position, @Nullable String key, byte[] value, Map<String, String> headers) {
        return new IndexedEvent(
                position.topic(), position, key, ByteBuffer.wrap(value).asReadOnlyBuffer(), headers);
    }

    byte[] bytes() {
        byte[] bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        return bytes;
    }
}
