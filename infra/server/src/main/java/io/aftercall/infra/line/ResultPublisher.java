package io.aftercall.infra.line;

import io.aftercall.ingest.CallFailed;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.CallProgress;
import io.aftercall.ingest.FailedCalls;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TransientFailure;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Publishes what a step made of its records, in a loop of its own: an outage of Kafka repeats no work that is done. */
final class ResultPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(ResultPublisher.class);

    /** For an index of an earlier release, which knows only calls that wait and calls that are done. */
    private static final String OWN_WORK = "its work to be done";

    private final String step;
    private final @Nullable String output;
    private final EventPublisher publisher;
    private final FailedCalls failures;
    private final Backoff backoff;
    private final Clock clock;

    /** @param output topic of the next event; absent for the last stage */
    ResultPublisher(
            String step,
            @Nullable String output,
            EventPublisher publisher,
            CallFolder folder,
            Backoff backoff,
            Clock clock) {
        this.step = step;
        this.output = output;
        this.publisher = publisher;
        this.failures = new FailedCalls(folder);
        this.backoff = backoff;
        this.clock = clock;
    }

    /** Returns once it is published, however long Kafka is away. */
    void publish(Result first, Received received, Attempts attempts, Traceparent trace, InFlightDispatcher.Pause pause)
            throws InterruptedException {
        Result result = first;
        for (int attempt = 1; ; attempt++) {
            try {
                publishOnce(result, received, attempts, trace);
                return;
            } catch (TransientFailure e) {
                LOG.debug("result waits: {}", e.getMessage());
                pause.rest(backoff.afterAttempt(attempt, null));
            } catch (PermanentFailure e) {
                if (!(result instanceof Result.Done)) {
                    throw e;
                }
                result = new Result.Failed(String.valueOf(e.getMessage()));
            } catch (Error e) {
                // This machine's trouble, as in the work itself; without an end the partition would not go on.
                LOG.error("what came of it could not be told, to be tried again", e);
                pause.rest(backoff.afterAttempt(attempt, null));
            }
        }
    }

    /**
     * That the stage is at work on the call, and for long.
     *
     * @param at while it was
     * @throws TransientFailure when Kafka is away
     */
    void atWork(Received received, Attempts attempts, Traceparent trace, Instant at) {
        publisher.publish(
                Topics.PROGRESS,
                received.key(),
                CallJson.write(new CallProgress(received.key(), step, OWN_WORK, null, attempts.made(), at, true)),
                trace,
                EventHeaders.of(step, received.writtenAt(), attempts));
    }

    private void publishOnce(Result result, Received received, Attempts attempts, Traceparent trace) {
        String key = received.key();
        Map<String, String> stage = EventHeaders.of(step, received.writtenAt(), attempts);
        switch (result) {
            case Result.Done done -> {
                if (output != null && done.next().isPresent()) {
                    publisher.publish(output, key, done.next().get(), trace, stage);
                } else {
                    publisher.publish(
                            Topics.PROGRESS,
                            key,
                            CallJson.write(progress(received, attempts, null, null)),
                            trace,
                            stage);
                }
            }
            case Result.Failed failed -> {
                LOG.error("failed: {}", failed.reason());
                CallFailed failure = failure(received, failed.reason());
                // Kept where the call's results are, so that the index can be made again from there alone.
                failures.keep(failure);
                publisher.publish(Topics.FAILED, key, CallJson.write(failure), trace, stage);
            }
            case Result.Later later -> {
                boolean said = later.away() != null || received.headers().containsKey(EventHeaders.LATER);
                LOG.atLevel(said ? Level.DEBUG : Level.INFO)
                        .log("put off for {}: {}", Delays.spoken(later.delay()), later.reason());
                publisher.publish(
                        Topics.PROGRESS,
                        key,
                        CallJson.write(progress(received, attempts, later.reason(), later.delay())),
                        trace,
                        stage);
                publisher.postpone(received, later.delay(), attempts, later.away());
            }
            case Result.Unreadable unreadable -> {
                LOG.error(
                        "record {}@{} cannot be read: {}",
                        received.partition(),
                        received.offset(),
                        unreadable.reason());
                publisher.bury(received.topic(), bytes(key), received.value(), unreadable.reason());
            }
        }
    }

    private CallProgress progress(
            Received received, Attempts attempts, @Nullable String waitingFor, @Nullable Duration delay) {
        return new CallProgress(
                received.key(),
                step,
                waitingFor,
                delay == null ? null : clock.instant().plus(delay),
                attempts.made(),
                clock.instant());
    }

    private CallFailed failure(Received received, String reason) {
        return CallFailed.at(received.value(), received.topic(), received.key(), step, reason, clock.instant());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
