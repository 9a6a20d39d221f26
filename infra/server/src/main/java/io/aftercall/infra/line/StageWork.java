package io.aftercall.infra.line;

import io.aftercall.infra.circuit.Circuit;
import io.aftercall.infra.circuit.Circuits;
import io.aftercall.infra.circuit.Successes;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.ingest.Undecodable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One stage's way with one record: decode, do, publish. Doing and publishing are retried in loops of their own, so that
 * an outage of Kafka never uses up a call's attempts and never repeats work that is done. What has to wait for long goes
 * to a delay topic and makes room.
 */
final class StageWork {
    private static final Logger LOG = LoggerFactory.getLogger(StageWork.class);

    /** Longer than most calls take in any stage. */
    private static final Duration LONG = Duration.ofSeconds(10);

    private final Step step;
    private final ResultPublisher results;
    private final ClaimChecks claims;
    private final Circuits circuits;
    private final Patience patience;
    private final Clock clock;
    /** What a failure that names no dependency is measured by: this machine's part, such as ffmpeg's. */
    private final Successes passed = new Successes();

    /** Calls at work that nobody has told of, and when their attempt began. */
    private final Map<Turn, Instant> untold = new ConcurrentHashMap<>();

    /**
     * @param backoff between attempts
     * @param inPlace how long a record waits where it is before it goes to a delay topic
     * @param blame how long a record fails alone before it is itself at fault
     */
    record Patience(Backoff backoff, Duration inPlace, Delays delays, Duration blame) {}

    StageWork(
            Step step,
            EventPublisher publisher,
            ClaimChecks claims,
            CallFolder folder,
            Circuits circuits,
            Patience patience,
            Clock clock) {
        this.step = step;
        this.results = new ResultPublisher(step.name(), step.output(), publisher, folder, patience.backoff(), clock);
        this.claims = claims;
        this.circuits = circuits;
        this.patience = patience;
        this.clock = clock;
    }

    void run(Received received, InFlightDispatcher.Pause pause) throws InterruptedException {
        Traceparent trace = Traceparent.after(received.traceparent());
        try (var call = MDC.putCloseable("call", received.key());
                var stage = MDC.putCloseable("stage", step.name());
                var traceId = MDC.putCloseable("trace", trace.traceId())) {
            Attempts attempts = attempts(received);
            Result result = new Turn(received, attempts, trace, pause).result();
            results.publish(result, received, attempts, trace, pause);
        }
    }

    /**
     * Tells of the calls that have been at work for longer than most take; of the others it is not worth an event.
     *
     * @throws TransientFailure when Kafka is away
     */
    void tellOfLongWork() {
        Instant now = clock.instant();
        untold.forEach((turn, began) -> {
            if (!now.isBefore(began.plus(LONG))) {
                results.atWork(turn.received, turn.attempts, turn.trace, now);
                untold.remove(turn, began);
            }
        });
    }

    private Attempts attempts(Received received) {
        try {
            return received.attempts(clock);
        } catch (Undecodable e) {
            LOG.warn("what it went through before is forgotten: {}", e.getMessage());
            return new Attempts(received.writtenAt(), clock);
        }
    }

    /** A record's stay in this process, from its arrival to a result. */
    private final class Turn {
        private final Received received;
        private final Attempts attempts;
        private final Traceparent trace;
        private final InFlightDispatcher.Pause pause;
        private final Set<Circuit> needed = new LinkedHashSet<>();
        /** Those that are known to be needed by this call and not by all, before it has asked any. */
        private final Set<Circuit> foreseen = new HashSet<>();

        private Duration rested = Duration.ZERO;

        private Turn(Received received, Attempts attempts, Traceparent trace, InFlightDispatcher.Pause pause) {
            this.received = received;
            this.attempts = attempts;
            this.trace = trace;
            this.pause = pause;
            step.needs().forEach(dependency -> needed.add(circuits.of(dependency)));
        }

        private Result result() throws InterruptedException {
            try {
                Result result = null;
                while (result == null) {
                    result = afterOutages();
                    if (result == null) {
                        result = attempt();
                    }
                }
                return result;
            } finally {
                needed.forEach(circuit -> circuit.leave(this));
            }
        }

        /** Null once nothing that the call needs is known to be away. */
        private @Nullable Result afterOutages() throws InterruptedException {
            for (Circuit circuit : needed) {
                boolean probed = circuit.hasProbesWithout(this);
                Duration rest = circuit.restFor(this);
                while (!rest.isZero()) {
                    // Its place is wanted by calls that need something else; where all need this, there are none.
                    boolean spare = probed && !step.needs().contains(circuit.dependency());
                    String absence = circuit.absence();
                    if (spare || !fitsHere(rest)) {
                        Duration delay = foreseen.contains(circuit)
                                ? patience.delays().untilItAnswers()
                                : patience.delays().of(rest, attempts.waited());
                        return new Result.Later(delay, absence, circuit.dependency());
                    }
                    rest(rest, absence);
                    rest = circuit.restFor(this);
                }
            }
            return null;
        }

        /** Null when it is to be tried again. */
        private @Nullable Result attempt() throws InterruptedException {
            Instant before = attempts.begin();
            try {
                return worked(before);
            } catch (PermanentFailure | Undecodable e) {
                // What cannot be read here is something of the call's folder; the event itself is all right.
                return new Result.Failed(String.valueOf(e.getMessage()));
            } catch (TransientFailure e) {
                return again(e, before);
            } catch (RuntimeException e) {
                LOG.error("unexpected failure", e);
                return new Result.Failed(unexpected(e));
            } catch (Error e) {
                // No memory, or a class that cannot be loaded: this machine's trouble until others get on with it.
                LOG.error("unexpected failure, to be tried again", e);
                return again(TransientFailure.outage(unexpected(e), e), before);
            }
        }

        private @Nullable Result worked(Instant before) {
            untold.put(this, clock.instant());
            try {
                return done(before);
            } finally {
                untold.remove(this);
            }
        }

        private @Nullable Result done(Instant before) {
            Step.Job job;
            try {
                job = step.decoder().apply(claims.redeem(received.key(), received.value()));
            } catch (Undecodable e) {
                return new Result.Unreadable(String.valueOf(e.getMessage()));
            }
            if (needsMore(job.needs())) {
                attempts.takeBack(before);
                return null;
            }
            Result done = new Result.Done(job.run());
            passed.note(received.key(), clock.instant());
            return done;
        }

        /** Whether it turns out to need what is known to be away. */
        private boolean needsMore(List<Dependency> needs) {
            boolean away = false;
            for (Dependency need : needs) {
                Circuit circuit = circuits.of(need);
                foreseen.add(circuit);
                away |= needed.add(circuit) && circuit.isOpen();
            }
            return away;
        }

        private String unexpected(Throwable e) {
            return "unexpected failure in %s of call %s: %s".formatted(step.name(), received.key(), e);
        }

        /**
         * Null when it is to be tried again from here.
         *
         * @param before when the attempt before the failed one began
         */
        private @Nullable Result again(TransientFailure e, Instant before) throws InterruptedException {
            Circuit circuit = e.dependency() == null ? null : circuits.of(e.dependency());
            boolean othersPass = circuit == null
                    ? passed.another(received.key(), before)
                    : circuit.answeredAnother(received.key(), before);
            String blame = blame(e, othersPass);
            if (blame != null) {
                return new Result.Failed(blame);
            }
            // It may not have been asked though it is back by now, as the answer to a probe was on its way.
            if (circuit != null && (circuit.isOpen() || e.isUnasked())) {
                needed.add(circuit);
                return null;
            }
            // What else it needs has gone away meanwhile: that is waited for, and not a time of our own guess.
            if (e.retryAfter() == null && needed.stream().anyMatch(Circuit::isOpen)) {
                return null;
            }
            Duration wait = patience.backoff().afterAttempt(attempts.made(), e.retryAfter());
            String why = String.valueOf(e.getMessage());
            if (pause.keepsOthersOut() || !fitsHere(wait)) {
                return new Result.Later(patience.delays().of(wait, attempts.waited()), why, null);
            }
            rest(wait, why);
            return null;
        }

        /** Why the call itself is at fault, if it is: its input stays missing, or it fails where all others pass. */
        private @Nullable String blame(TransientFailure e, boolean othersPass) {
            Duration missing = attempts.missing(e.patience());
            if (e.patience() != null && missing.compareTo(e.patience()) > 0) {
                return "%s (asked %d times, for %d s)".formatted(e.getMessage(), attempts.made(), missing.toSeconds());
            }
            if (e.patience() == null && !e.isBlameless() && othersPass && attempts.blamed(patience.blame())) {
                return "%s (failed %d times over %d min, while %s other calls)"
                        .formatted(
                                e.getMessage(),
                                attempts.counted(),
                                attempts.countedFor().toMinutes(),
                                e.dependency() == null ? "this machine did" : e.dependency() + " answered");
            }
            return null;
        }

        /** A wait that is too long for this place is to be spent elsewhere. */
        private boolean fitsHere(Duration wait) {
            return wait.compareTo(patience.inPlace().minus(rested)) <= 0;
        }

        private void rest(Duration wait, String why) throws InterruptedException {
            LOG.debug("attempt {} is over, {} ms until the next: {}", attempts.made(), wait.toMillis(), why);
            pause.rest(wait);
            rested = rested.plus(wait);
            attempts.waited(wait);
        }
    }
}
