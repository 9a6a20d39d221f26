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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One stage's way with one record: decode, do, publish. Doing and publishing are retried in loops of their own, so that
 * an outage of Kafka never uses up a call's attempts and never repeats work that is done.
 */
final class StageWork {
    private static final Logger LOG = LoggerFactory.getLogger(StageWork.class);

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
        Instant began = clock.instant();
        for (int attempt = 1; ; attempt++) {
            try {
                return new Result.Done(step.handler().apply(received.value()));
            } catch (Undecodable e) {
                return new Result.Unreadable(String.valueOf(e.getMessage()));
            } catch (PermanentFailure e) {
                return new Result.Failed(String.valueOf(e.getMessage()));
            } catch (TransientFailure e) {
                Duration patience = e.patience();
                if (patience != null && clock.instant().isAfter(began.plus(patience))) {
                    return new Result.Failed("%s (asked %d times in %d s)"
                            .formatted(
                                    e.getMessage(),
                                    attempt,
                                    Duration.between(began, clock.instant()).toSeconds()));
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

    private void publish(Result result, Received received, Traceparent trace, InFlightDispatcher.Pause pause)
            throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                publishOnce(result, received, trace);
                return;
            } catch (TransientFailure e) {
                LOG.warn("result waits for Kafka: {}", e.getMessage());
                pause.rest(backoff.afterAttempt(attempt, null));
            }
        }
    }

    private void publishOnce(Result result, Received received, Traceparent trace) {
        switch (result) {
            case Result.Done done -> {
                if (done.next().isPresent() && step.output() != null) {
                    send(step.output(), received.key(), done.next().get(), trace);
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

    private CallFailed failure(Received received, String reason) {
        String event = new String(received.value(), StandardCharsets.UTF_8);
        return new CallFailed(received.key(), step.name(), reason, clock.instant(), received.topic(), event);
    }

    private void send(@Nullable String topic, String key, byte[] value, Traceparent trace) {
        if (topic != null) {
            publisher.publish(topic, key, ContentHash.shortOf(new String(value, StandardCharsets.UTF_8)), value, trace);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
