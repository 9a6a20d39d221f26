package io.aftercall.infra.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic as the bench fills it and reads it. */
record Topic(String bootstrapServers, String name) {
    private static final int PARTITIONS = 12;

    void create() throws IOException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(name, Optional.of(PARTITIONS), Optional.empty())))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IOException("topic " + name + " could not be created", e);
        }
    }

    /** Puts that many events into it, keyed by their number, and returns when Kafka has them. */
    void fill(int count, IntFunction<byte[]> event) throws IOException, InterruptedException {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                byte[] key = String.valueOf(i).getBytes(StandardCharsets.UTF_8);
                sent.add(producer.send(new ProducerRecord<>(name, key, event.apply(i))));
            }
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("Kafka did not take the events of " + name, e);
        }
    }

    /**
     * What is in it.
     *
     * @param byKey how many records have each key; those without a key share one
     * @param lastAt when the last one was written, in milliseconds since 1970
     */
    record Content(int records, Map<String, Integer> byKey, long lastAt) {}

    /** How many records it has. */
    long size() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = partitions(consumer);
            long start = total(consumer.beginningOffsets(partitions));
            return total(consumer.endOffsets(partitions)) - start;
        }
    }

    Content read() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = partitions(consumer);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long left = total(consumer.endOffsets(partitions)) - total(consumer.beginningOffsets(partitions));
            Map<String, Integer> byKey = new HashMap<>();
            int records = 0;
            long lastAt = 0;
            while (records < left) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofSeconds(1))) {
                    records++;
                    lastAt = Math.max(lastAt, each.timestamp());
                    byKey.merge(
                            each.key() == null ? "" : new String(each.key(), StandardCharsets.UTF_8), 1, Integer::sum);
                }
            }
            return new Content(records, byKey, lastAt);
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        return consumer.partitionsFor(name).stream()
                .map((PartitionInfo each) -> new TopicPartition(name, each.partition()))
                .toList();
    }

    private static long total(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }
}
