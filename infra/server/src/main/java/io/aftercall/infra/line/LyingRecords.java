package io.aftercall.infra.line;

import io.aftercall.analyze.Position;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads single records where they lie, outside of any group. */
final class LyingRecords implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final KafkaConsumer<byte[], byte[]> consumer;

    LyingRecords(KafkaSettings settings) {
        consumer = new KafkaConsumer<>(
                settings.with(Map.of(
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        1,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        (int) PATIENCE.toMillis())),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** The record of that call at that position; empty when it is past its retention or the topic was made anew. */
    Optional<ConsumerRecord<byte[], byte[]>> read(Position position, String callKey) {
        TopicPartition partition = new TopicPartition(position.topic(), position.partition());
        byte[] key = callKey.getBytes(StandardCharsets.UTF_8);
        consumer.assign(List.of(partition));
        consumer.seek(partition, position.offset());
        try {
            return StreamSupport.stream(consumer.poll(PATIENCE).spliterator(), false)
                    .filter(record -> record.offset() == position.offset() && Arrays.equals(record.key(), key))
                    .findFirst();
        } catch (OffsetOutOfRangeException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
