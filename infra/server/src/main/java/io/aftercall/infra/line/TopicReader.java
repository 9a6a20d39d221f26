package io.aftercall.infra.line;

import io.aftercall.ingest.TransientFailure;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topics on demand, without joining a group or committing, so that nobody's work changes hands. Every method throws
 * {@link TransientFailure} when Kafka is away.
 */
public final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int REQUEST_TIMEOUT_MS = 5_000;

    private final KafkaConsumer<byte[], byte[]> consumer;

    private TopicReader(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    public static TopicReader open(KafkaSettings settings) {
        return open(settings, Map.of());
    }

    /** As {@link #open(KafkaSettings)}, for looking at what a stage's function has committed. */
    public static TopicReader beside(String function, KafkaSettings settings) {
        return open(settings, Map.of(ConsumerConfig.GROUP_ID_CONFIG, Line.group(function)));
    }

    private static TopicReader open(KafkaSettings settings, Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // What retention takes away meanwhile is skipped.
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        return new TopicReader(attempt(() -> new KafkaConsumer<>(
                settings.with(properties), new ByteArrayDeserializer(), new ByteArrayDeserializer())));
    }

    /** Gives every record that is there now to {@code each}, those of a partition in their order. */
    public void readAll(Collection<String> topics, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        attempt(() -> {
            List<TopicPartition> partitions = assign(topics);
            consumer.seekToBeginning(partitions);
            readToEnd(partitions, each);
            return true;
        });
    }

    /** Gives every record that the stages have put off for later to {@code each}, also what has come back since. */
    public void readPutOff(String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        readPutOff(topic, Map.of(), each);
    }

    /** As {@link #readPutOff(String, Consumer)}, from these offsets on where there are any. */
    void readPutOff(String topic, Map<TopicPartition, Long> from, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        attempt(() -> {
            List<String> delayed = consumer.listTopics().keySet().stream()
                    .filter(name -> name.startsWith(topic + ".later."))
                    .toList();
            readFrom(assign(delayed), from, each);
            return true;
        });
    }

    /** Gives every record that the function this reader was opened beside has not done yet to {@code each}. */
    public void readUncommitted(String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        attempt(() -> {
            List<TopicPartition> partitions = assign(List.of(topic));
            Map<TopicPartition, Long> committed = new HashMap<>();
            consumer.committed(Set.copyOf(partitions)).forEach((partition, offset) -> {
                // Kafka answers null for a partition of which nothing was acknowledged yet.
                if (offset != null) {
                    committed.put(partition, offset.offset());
                }
            });
            readFrom(partitions, committed, each);
            return true;
        });
    }

    /** A partition without an offset from its beginning. */
    private void readFrom(
            List<TopicPartition> partitions,
            Map<TopicPartition, Long> from,
            Consumer<ConsumerRecord<byte[], byte[]>> each) {
        for (TopicPartition partition : partitions) {
            Long offset = from.get(partition);
            if (offset == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, offset);
            }
        }
        readToEnd(partitions, each);
    }

    /** One record, or nothing when it is not there (any more). */
    public Optional<ConsumerRecord<byte[], byte[]>> find(TopicPartition partition, long offset) {
        return attempt(() -> {
            if (!assign(List.of(partition.topic())).contains(partition)) {
                return Optional.empty();
            }
            consumer.assign(List.of(partition));
            if (offset >= consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L)) {
                return Optional.empty();
            }
            consumer.seek(partition, offset);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(partition) <= offset && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    return record.offset() == offset ? Optional.of(record) : Optional.empty();
                }
            }
            return Optional.empty();
        });
    }

    private List<TopicPartition> assign(Collection<String> topics) {
        Map<String, List<PartitionInfo>> there = consumer.listTopics();
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> there.getOrDefault(topic, List.of()).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        return partitions;
    }

    private void readToEnd(List<TopicPartition> partitions, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Set<TopicPartition> unread = new HashSet<>(partitions);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            unread.removeIf(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
            if (unread.isEmpty()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw TransientFailure.outage(
                        "Kafka did not give all of %s within %d s".formatted(unread, PATIENCE.toSeconds()), null);
            }
            consumer.poll(POLL).forEach(each);
        }
    }

    private static <T> T attempt(Supplier<T> request) {
        try {
            return request.get();
        } catch (KafkaException e) {
            String fact = String.valueOf(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
            throw TransientFailure.outage("Kafka cannot be read: " + fact, e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
