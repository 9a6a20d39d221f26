package io.aftercall.infra.line;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/**
 * A record as the binder hands it over.
 *
 * @param writtenAt when it was written to its topic
 * @param headers those that are an event's own
 */
record Received(
        TopicPartition partition,
        long offset,
        Instant writtenAt,
        String key,
        byte[] value,
        Map<String, String> headers) {

    static Received of(Message<byte[]> message) {
        var headers = message.getHeaders();
        String topic = Objects.requireNonNull(headers.get(KafkaHeaders.RECEIVED_TOPIC, String.class));
        Integer partition = Objects.requireNonNull(headers.get(KafkaHeaders.RECEIVED_PARTITION, Integer.class));
        long offset = Objects.requireNonNull(headers.get(KafkaHeaders.OFFSET, Long.class));
        Long written = Objects.requireNonNull(headers.get(KafkaHeaders.RECEIVED_TIMESTAMP, Long.class));
        byte[] key = headers.get(KafkaHeaders.RECEIVED_KEY, byte[].class);
        return new Received(
                new TopicPartition(topic, partition),
                offset,
                Instant.ofEpochMilli(written),
                key == null ? "(no key)" : new String(key, StandardCharsets.UTF_8),
                message.getPayload(),
                ours(headers));
    }

    private static Map<String, String> ours(MessageHeaders all) {
        Map<String, String> ours = new LinkedHashMap<>();
        for (String name : EventHeaders.ALL) {
            String text = text(all.get(name));
            if (text != null) {
                ours.put(name, text);
            }
        }
        return ours;
    }

    String topic() {
        return partition.topic();
    }

    @Nullable String traceparent() {
        return headers.get(EventHeaders.TRACEPARENT);
    }

    /** @throws io.aftercall.ingest.Undecodable when what travelled with the record cannot be read */
    Attempts attempts(Clock clock) {
        String later = headers.get(EventHeaders.LATER);
        return later == null ? new Attempts(writtenAt, clock) : Attempts.goOn(later, writtenAt, clock);
    }

    private static @Nullable String text(@Nullable Object header) {
        return switch (header) {
            case null -> null;
            case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
            default -> header.toString();
        };
    }
}
