package io.aftercall.infra.line;

import io.aftercall.ingest.ContentHash;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TransientFailure;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.ProducerListener;

/**
 * Writes events to Kafka, keyed by call, with CloudEvents 1.0 headers in binary mode, and returns only once the brokers
 * have them (acks=all).
 */
public final class EventPublisher implements AutoCloseable {
    private final DefaultKafkaProducerFactory<byte[], byte[]> producers;
    private final KafkaTemplate<byte[], byte[]> kafka;
    private final ClaimChecks claims;
    private final Duration limit;
    private final Dependency dependency;
    private final Gate gate;
    private final Clock clock;

    /** @param limit for one event from here to the brokers' confirmation */
    EventPublisher(
            DefaultKafkaProducerFactory<byte[], byte[]> producers,
            ClaimChecks claims,
            Duration limit,
            Dependency dependency,
            Gate gate,
            Clock clock) {
        this.dependency = dependency;
        this.gate = gate;
        this.producers = producers;
        this.claims = claims;
        this.limit = limit;
        this.kafka = new KafkaTemplate<>(producers);
        // Whoever publishes says what failed and for which call; the template's own listener would say it again
        // without.
        this.kafka.setProducerListener(new ProducerListener<>() {});
        this.clock = clock;
    }

    /**
     * @param contentId the same for the same content, so that a repetition can be recognised by its {@code ce_id}
     * @throws TransientFailure when Kafka did not confirm in time; the event may be there all the same
     * @throws PermanentFailure when Kafka will never take an event of this size
     */
    void publish(String topic, String key, String contentId, byte[] value, Traceparent trace) {
        publish(topic, topic, key, contentId, value, trace, Map.of());
    }

    /** As {@link #publish(String, String, String, byte[], Traceparent)}, by way of a delay topic. */
    void publishLater(String topic, Duration delay, String key, String contentId, byte[] value, Traceparent trace) {
        publish(Delays.topic(topic, delay), topic, key, contentId, value, trace, Map.of());
    }

    /** The event of a stage, with the headers that tell how the stage came to it. */
    void publish(String topic, String key, byte[] value, Traceparent trace, Map<String, String> stage) {
        publish(topic, topic, key, ContentHash.shortOf(new String(value, StandardCharsets.UTF_8)), value, trace, stage);
    }

    private void publish(
            String way,
            String topic,
            String key,
            String contentId,
            byte[] value,
            Traceparent trace,
            Map<String, String> stage) {
        ProducerRecord<byte[], byte[]> event = new ProducerRecord<>(way, bytes(key), claims.deposit(key, value));
        header(event, "ce_specversion", "1.0");
        header(event, "ce_id", key + ":" + topic + ":" + contentId);
        header(event, "ce_source", "/aftercall");
        header(event, "ce_type", "io.aftercall." + topic + ".v1");
        header(event, "ce_time", clock.instant().toString());
        header(event, "content-type", "application/json");
        header(event, EventHeaders.TRACEPARENT, trace.toString());
        stage.forEach((name, text) -> header(event, name, text));
        send(event, key);
    }

    /**
     * Passes on a record as it is to a delay topic, with what it has been through.
     *
     * @param away what it waits for, if it may come back as soon as that answers
     */
    void postpone(Received received, Duration delay, Attempts attempts, @Nullable Dependency away) {
        ProducerRecord<byte[], byte[]> later =
                new ProducerRecord<>(Delays.topic(received.topic(), delay), bytes(received.key()), received.value());
        received.headers().forEach((name, text) -> {
            if (!name.equals(EventHeaders.LATER)) {
                header(later, name, text);
            }
        });
        later.headers().add(EventHeaders.LATER, attempts.putOff());
        if (away != null) {
            header(later, EventHeaders.AWAY, EventHeaders.away(away));
        }
        send(later, received.key());
    }

    /** Passes on a record as it is to {@code topic}. */
    void forward(String topic, ConsumerRecord<byte[], byte[]> record) {
        byte[] key = record.key() == null ? new byte[0] : record.key();
        send(
                new ProducerRecord<>(topic, null, record.key(), record.value(), record.headers()),
                new String(key, StandardCharsets.UTF_8));
    }

    /** Passes on a record as it is, with the reason why it cannot be read. */
    void bury(String topic, byte[] key, byte[] value, String reason) {
        ProducerRecord<byte[], byte[]> dead = new ProducerRecord<>(Topics.dead(topic), key, value);
        header(dead, "reason", reason);
        send(dead, new String(key, StandardCharsets.UTF_8));
    }

    /** Sends an event once more, on a person's word; its {@code ce_id} is that of the same content before. */
    public void sendAgain(String topic, String key, byte[] event) {
        publish(topic, key, event, Traceparent.start(), Map.of());
    }

    /** Notes among the dead records of a topic that one of them, named by {@code id}, was sent once more. */
    public void markSentAgain(String deadTopic, String key, String id) {
        ProducerRecord<byte[], byte[]> mark = new ProducerRecord<>(deadTopic, bytes(key), new byte[0]);
        header(mark, "sent-again", id);
        send(mark, key);
    }

    private void send(ProducerRecord<byte[], byte[]> event, String key) {
        gate.run(dependency, key, () -> confirmed(event, key));
    }

    private void confirmed(ProducerRecord<byte[], byte[]> event, String key) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            // Waiting for metadata happens inside send: the whole of it stays within the limit a webhook can wait.
            kafka.send(event).get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | KafkaException | org.apache.kafka.common.KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String fact = "Kafka did not take %s of call %s: %s".formatted(event.topic(), key, cause.getMessage());
            if (e instanceof RecordTooLargeException || cause instanceof RecordTooLargeException) {
                throw new PermanentFailure(fact, e);
            }
            throw TransientFailure.outage(fact, e);
        } catch (TimeoutException e) {
            throw TransientFailure.outage("Kafka did not take %s of call %s in time".formatted(event.topic(), key), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TransientFailure.outage("stopped while publishing call " + key, e);
        }
    }

    @Override
    public void close() {
        producers.destroy();
    }

    private static void header(ProducerRecord<byte[], byte[]> event, String name, String value) {
        event.headers().add(name, bytes(value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
