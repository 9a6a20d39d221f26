package io.aftercall.infra.line;

import io.aftercall.ingest.CallFailed;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.ContentHash;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.ingest.Undecodable;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One stage's way with one record: decode, do, publish. Doing and publishing are retried in loops of their own, so that
 * an outage of Kafka never uses up a call's attempts and never repeats work that is done.
 */
final class StageWork {
    private static final Logger LOG = LoggerFactory.getLogger(StageWork.class);

    private static final int LARGEST_KEPT = 1024 * 1024;

    private final Step step;
    private final EventPublisher publisher;
    private final Backoff backoff;
    private final Clock clock;

    StageWork(Step step, EventPublisher publisher, Backoff backoff, Clock clock) {
        this.step = step;
        this.publisher = publisher;
        this.backoff = backoff;
        this.clock = clock;
    }

    void run(Received received, InFlightDispatcher.Pause pause) throws InterruptedException {
        Traceparent trace = Traceparent.after(received.traceparent());
        try (var call = MDC.putCloseable("call", received.key());
                var stage = MDC.putCloseable("stage", step.name());
                var traceId = MDC.putCloseable("trace", trace.traceId())) {
            Result result = result(received, pause);
            publish(result, received, trace, pause);
        }
    }

    /** What is to be published: the next event, a failure, or a record that cannot be read. */
    private sealed interface Result {
        record Done(Optional<byte[]> next) implements Result {}

        record Failed(String reason) implements Result {}

        record Unreadable(String reason) implements Result {}
    }

    private Result result(Received received, InFlightDispatcher.Pause pause) throws InterruptedException {
        Step.Job job;
        try {
            job = step.decoder().apply(received.value());
        } catch (Undecodable e) {
            return new Result.Unreadable(String.valueOf(e.getMessage()));
        }
        Instant missingSince = Instant.MAX;
        for (int attempt = 1; ; attempt++) {
            try {
                return new Result.Done(job.run());
            } catch (PermanentFailure e) {
                return new Result.Failed(String.valueOf(e.getMessage()));
            } catch (TransientFailure e) {
                Instant now = clock.instant();
                Duration patience = e.patience();
                // An outage before does not count: patience begins when the input itself was first found missing.
                missingSince = patience == null ? Instant.MAX : earlier(missingSince, now);
                if (patience != null && now.isAfter(missingSince.plus(patience))) {
                    return new Result.Failed("%s (asked %d times, for %d s)"
                            .formatted(
                                    e.getMessage(),
                                    attempt,
                                    Duration.between(missingSince, now).toSeconds()));
                }
                Duration wait = backoff.afterAttempt(attempt, e.retryAfter());
                LOG.info("attempt {} waits {} ms: {}", attempt, wait.toMillis(), e.getMessage());
                pause.rest(wait);
            } catch (RuntimeException e) {
                LOG.error("unexpected failure", e);
                return new Result.Failed(
                        "unexpected failure in %s of call %s: %s".formatted(step.name(), received.key(), e));
            }
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private void publish(Result first, Received received, Traceparent trace, InFlightDispatcher.Pause pause)
            throws InterruptedException {
        Result result = first;
        for (int attempt = 1; ; attempt++) {
            try {
                publishOnce(result, received, trace);
                return;
            } catch (TransientFailure e) {
                LOG.warn("result waits for Kafka: {}", e.getMessage());
                pause.rest(backoff.afterAttempt(attempt, null));
            } catch (PermanentFailure e) {
                if (!(result instanceof Result.Done)) {
                    throw e;
                }
                result = new Result.Failed(String.valueOf(e.getMessage()));
            }
        }
    }

    private void publishOnce(Result result, Received received, Traceparent trace) {
        switch (result) {
            case Result.Done done -> {
                String output = step.output();
                if (output != null && done.next().isPresent()) {
                    send(output, received.key(), done.next().get(), trace);
                }
            }
            case Result.Failed failed -> {
                LOG.error("failed: {}", failed.reason());
                send(Topics.FAILED, received.key(), CallJson.write(failure(received, failed.reason())), trace);
            }
            case Result.Unreadable unreadable -> {
                LOG.error(
                        "record {}@{} cannot be read: {}",
                        received.partition(),
                        received.offset(),
                        unreadable.reason());
                publisher.bury(received.topic(), bytes(received.key()), received.value(), unreadable.reason());
            }
        }
    }

    /** With the event itself, unless it would not fit into another event; it is in the call folder all the same. */
    private CallFailed failure(Received received, String reason) {
        boolean fits = received.value().length <= LARGEST_KEPT;
        String event = fits ? new String(received.value(), StandardCharsets.UTF_8) : "";
        return new CallFailed(received.key(), step.name(), reason, clock.instant(), received.topic(), event);
    }

    private void send(String topic, String key, byte[] value, Traceparent trace) {
        publisher.publish(topic, key, ContentHash.shortOf(new String(value, StandardCharsets.UTF_8)), value, trace);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
