package io.aftercall.infra.line;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;

/** A record as the binder hands it over. */
record Received(
        TopicPartition partition,
        long offset,
        String key,
        byte[] value,
        @Nullable String traceparent) {

    static Received of(Message<byte[]> message) {
        var headers = message.getHeaders();
        String topic = Objects.requireNonNull(headers.get(KafkaHeaders.RECEIVED_TOPIC, String.class));
        Integer partition = Objects.requireNonNull(headers.get(KafkaHeaders.RECEIVED_PARTITION, Integer.class));
        long offset = Objects.requireNonNull(headers.get(KafkaHeaders.OFFSET, Long.class));
        byte[] key = headers.get(KafkaHeaders.RECEIVED_KEY, byte[].class);
        return new Received(
                new TopicPartition(topic, partition),
                offset,
                key == null ? "(no key)" : new String(key, StandardCharsets.UTF_8),
                message.getPayload(),
                text(headers.get("traceparent")));
    }

    String topic() {
        return partition.topic();
    }

    private static @Nullable String text(@Nullable Object header) {
        return switch (header) {
            case null -> null;
            case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
            default -> header.toString();
        };
    }
}
