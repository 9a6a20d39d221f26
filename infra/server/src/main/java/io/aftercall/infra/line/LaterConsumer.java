package io.aftercall.infra.line;

import io.aftercall.infra.circuit.Circuits;
import io.aftercall.ingest.TransientFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the delay topics of one stage and writes each record back to the stage's own topic once it is due, or once what it
 * waits for answers. The head of a partition is the first to be due, so until then the partition is paused. A record may
 * come back twice, never not at all.
 */
final class LaterConsumer implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LaterConsumer.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final String stage;
    private final String topic;
    private final EventPublisher publisher;
    private final KafkaSettings settings;
    private final Circuits circuits;
    private final Clock clock;
    private final Map<String, Duration> delays = new HashMap<>();
    private final Map<TopicPartition, PutOff> heads = new HashMap<>();
    private volatile @Nullable Consumer<byte[], byte[]> polled;
    private volatile @Nullable Thread thread;
    private volatile boolean stopping;

    LaterConsumer(
            String stage,
            String topic,
            EventPublisher publisher,
            KafkaSettings settings,
            Circuits circuits,
            Clock clock) {
        this.circuits = circuits;
        this.stage = stage;
        this.topic = topic;
        this.publisher = publisher;
        this.settings = settings;
        this.clock = clock;
        settings.later().forEach(delay -> delays.put(Delays.topic(topic, delay), delay));
    }

    /** What brings back the records of a stage's function, as its consumer group is named. */
    static String function(String stage) {
        return "later-" + stage;
    }

    void start() {
        thread = Thread.ofPlatform().name(function(stage)).daemon().start(this);
    }

    void stop() {
        stopping = true;
        Consumer<byte[], byte[]> polling = polled;
        if (polling != null) {
            polling.wakeup();
        }
        Thread running = thread;
        if (running != null) {
            try {
                running.join(POLL.multipliedBy(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void run() {
        String said = "";
        while (!stopping) {
            try (Consumer<byte[], byte[]> consumer = consumer()) {
                polled = consumer;
                consumer.subscribe(delays.keySet(), new Forget());
                while (!stopping) {
                    turn(consumer);
                }
            } catch (WakeupException e) {
                LOG.debug("stops", e);
            } catch (KafkaException | TransientFailure e) {
                String fact = String.valueOf(e.getMessage());
                if (!fact.equals(said)) {
                    LOG.warn("what was put off for {} waits: {}", stage, fact);
                    said = fact;
                }
                rest();
            } catch (RuntimeException e) {
                // What lies in these topics waits for nobody but this thread, so that it must not end.
                LOG.error("what was put off for {} could not be looked at and is tried again", stage, e);
                rest();
            }
        }
    }

    private void rest() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }

    private void turn(Consumer<byte[], byte[]> consumer) {
        Instant now = clock.instant();
        List<TopicPartition> ready = heads.entrySet().stream()
                .filter(entry -> entry.getValue()
                        .comesBack(now, (away, since) -> circuits.of(away).hasRoomFor(since)))
                .map(Map.Entry::getKey)
                .toList();
        ready.forEach(heads::remove);
        consumer.resume(ready);
        var records = consumer.poll(POLL);
        Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            bringBack(consumer, partition, records.records(partition), done);
        }
        if (!done.isEmpty()) {
            consumer.commitSync(done);
        }
    }

    private void bringBack(
            Consumer<byte[], byte[]> consumer,
            TopicPartition partition,
            List<ConsumerRecord<byte[], byte[]>> records,
            Map<TopicPartition, OffsetAndMetadata> done) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            PutOff head = PutOff.of(record, delays.getOrDefault(record.topic(), Duration.ZERO));
            if (!head.comesBack(
                    clock.instant(), (away, since) -> circuits.of(away).invite(since))) {
                heads.put(partition, head);
                consumer.pause(List.of(partition));
                consumer.seek(partition, record.offset());
                return;
            }
            publisher.forward(topic, record);
            done.put(partition, new OffsetAndMetadata(record.offset() + 1));
        }
    }

    /** A partition that went and came back is no longer paused. */
    private final class Forget implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            partitions.forEach(heads::remove);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            partitions.forEach(heads::remove);
        }
    }

    private Consumer<byte[], byte[]> consumer() {
        heads.clear();
        Map<String, Object> properties = settings.with(Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                Line.group(function(stage)),
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                10_000,
                ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                10_000,
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName()));
        String instance = settings.instance();
        if (instance != null && !instance.isBlank()) {
            properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance + "-" + function(stage));
        }
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
