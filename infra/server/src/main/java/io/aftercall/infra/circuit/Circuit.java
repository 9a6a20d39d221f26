package io.aftercall.infra.circuit;

import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.TransientFailure;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of one dependency. It opens when most of the latest requests failed, or when the dependency asked to be
 * left alone; then one request at a time probes it, each time another call's, until one is answered.
 */
public final class Circuit {
    private static final Logger LOG = LoggerFactory.getLogger(Circuit.class);
    /** Shorter pauses are those between any two attempts. */
    private static final Duration PROBING = Duration.ofSeconds(1);
    /** After a call was let through to probe, how long the next one in line waits for what comes of it. */
    private static final Duration TURN = Duration.ofSeconds(5);

    /** Calls that find out when it is back; more would only fill places that others need. */
    public static final int PROBES = 4;

    /** A Retry-After beyond this is a mistake more likely than a plan: who asks for a day gets a probe before. */
    private static final Duration LONGEST_ASKED = Duration.ofMinutes(10);

    private final Dependency dependency;
    private final CircuitBreaker breaker;
    private final Clock clock;
    private final Runnable changed;

    private final Set<Object> waiting = new LinkedHashSet<>();
    private final List<Instant> invitations = new ArrayList<>();
    private Instant nextProbe = Instant.MIN;
    private String reason = "";
    private @Nullable Outage outage;
    /** Of the outage: since when it fails; else when it failed last. Null where the last failure was a 429. */
    private @Nullable Instant unwell;

    private final Successes successes = new Successes();

    /** Since when a dependency has been away, and what its latest failure said. */
    public record Outage(Instant since, String reason) {}

    Circuit(Dependency dependency, CircuitSettings settings, Clock clock, Runnable changed) {
        this.dependency = dependency;
        this.clock = clock;
        this.changed = changed;
        Duration longest = dependency.kind() == Dependency.Kind.KAFKA ? settings.brokerProbe() : settings.lastProbe();
        IntervalFunction doubling = IntervalFunction.ofExponentialBackoff(settings.firstProbe(), 2, longest);
        this.breaker = CircuitBreaker.of(
                dependency.toString(),
                CircuitBreakerConfig.custom()
                        .clock(clock)
                        .slidingWindowSize(settings.window())
                        .minimumNumberOfCalls(settings.least())
                        .failureRateThreshold(settings.failureRate())
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .waitIntervalFunctionInOpenState(attempt -> {
                            Duration pause = Duration.ofMillis(doubling.apply(attempt));
                            probeAt(clock.instant().plus(pause));
                            return pause.toMillis();
                        })
                        .build());
        breaker.getEventPublisher()
                .onStateTransition(event -> moved(event.getStateTransition().getToState()));
    }

    public Dependency dependency() {
        return dependency;
    }

    /** Null while the dependency answers as far as anybody knows. */
    public synchronized @Nullable Outage outage() {
        return outage;
    }

    /** What a call waits for, in words that name no other call: {@code index localhost:9200 is away since ...}. */
    public synchronized String absence() {
        return outage == null
                ? dependency + " is asked whether it is back"
                : "%s is away since %s".formatted(dependency, outage.since().truncatedTo(ChronoUnit.SECONDS));
    }

    public boolean isOpen() {
        return outage() != null;
    }

    /** Whether it has been away for that long since it last said that it is only asked too much. */
    synchronized boolean isAway(Duration atLeast) {
        return outage != null && unwell != null && !unwell.plus(atLeast).isAfter(clock.instant());
    }

    /** How many calls wait for it in this process. */
    synchronized int waiting() {
        return waiting.size();
    }

    <T> T through(String callKey, Supplier<T> request) {
        if (!breaker.tryAcquirePermission()) {
            throw TransientFailure.notAsked(absence(), dependency);
        }
        try {
            T answer = request.get();
            answered(callKey);
            return answer;
        } catch (TransientFailure e) {
            TransientFailure ours = e.at(dependency);
            failed(callKey, ours);
            throw ours;
        } catch (RuntimeException e) {
            // Refused, unreadable, or a fault of ours: whatever it is, somebody was there.
            answered(callKey);
            throw e;
        } catch (Error e) {
            breaker.releasePermission();
            throw e;
        }
    }

    private void answered(String callKey) {
        successes.note(callKey, clock.instant());
        breaker.onSuccess(0, TimeUnit.NANOSECONDS);
    }

    private void failed(String callKey, TransientFailure failure) {
        if (!dependency.equals(failure.dependency())) {
            // Something else failed on the way, which says nothing about this one.
            breaker.releasePermission();
        } else if (failure.patience() != null) {
            answered(callKey);
        } else {
            note(failure);
            breaker.onError(0, TimeUnit.NANOSECONDS, failure);
            Duration asked = failure.retryAfter();
            if (asked != null && asked.compareTo(PROBING) > 0) {
                leaveAlone(clock.instant().plus(asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked));
            }
        }
    }

    private void leaveAlone(Instant until) {
        synchronized (this) {
            if (isOpen() && !until.isAfter(nextProbe)) {
                return;
            }
        }
        breaker.transitionToOpenStateUntil(until);
        probeAt(until);
    }

    private synchronized void note(TransientFailure failure) {
        reason = String.valueOf(failure.getMessage());
        if (failure.isBlameless()) {
            unwell = null;
        } else if (outage == null || unwell == null) {
            unwell = clock.instant();
        }
        if (outage != null) {
            outage = new Outage(outage.since(), reason);
        }
    }

    /** The breaker lets the first one through after its time, not at it. */
    private synchronized void probeAt(Instant when) {
        nextProbe = when.plusMillis(1);
    }

    private void moved(State to) {
        synchronized (this) {
            if (to == State.OPEN && outage == null) {
                outage = new Outage(clock.instant(), reason);
                LOG.warn("calls wait for {}: {}", dependency, reason);
            } else if (to == State.CLOSED && outage != null) {
                Duration away = Duration.between(outage.since(), clock.instant());
                LOG.info("calls no longer wait for {}, which was away for {}", dependency, spoken(away));
                outage = null;
                waiting.clear();
            } else {
                return;
            }
        }
        changed.run();
    }

    private static String spoken(Duration duration) {
        Duration seconds = Duration.ofSeconds(Math.max(1, duration.toSeconds()));
        return seconds.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    /**
     * How long a call should rest before it tries this dependency; zero: now. While the circuit is open the calls that ask
     * stand in line to probe it, and each gets one turn.
     */
    public synchronized Duration restFor(Object call) {
        if (outage == null) {
            waiting.remove(call);
            return Duration.ZERO;
        }
        waiting.add(call);
        Duration left = Duration.between(clock.instant(), nextProbe);
        if (left.isPositive()) {
            return left;
        }
        if (waiting.iterator().next() != call) {
            return PROBING;
        }
        // Its turn is taken: should the probe fail it stands at the end of the line.
        waiting.remove(call);
        nextProbe = clock.instant().plus(TURN);
        return Duration.ZERO;
    }

    /** Whether it is away and enough others stand in line to probe it. */
    public synchronized boolean hasProbesWithout(Object call) {
        return outage != null && !waiting.contains(call) && waiting.size() >= PROBES;
    }

    /**
     * Whether a call that waits for it elsewhere since then may come back: while it is away, those that are missing in the line
     * to probe it, once a probe is near; as long as nobody knows whether it is back, a few; and all once it has answered.
     */
    public synchronized boolean hasRoomFor(Instant since) {
        return hasAnswered(since) || invited() < missing();
    }

    /** As {@link #hasRoomFor}; the call counts as one in line until it may have come. */
    public synchronized boolean invite(Instant since) {
        if (!hasRoomFor(since)) {
            return false;
        }
        if (!hasAnswered(since)) {
            invitations.add(clock.instant());
        }
        return true;
    }

    private boolean hasAnswered(Instant since) {
        return outage == null && successes.any(since);
    }

    private int missing() {
        boolean near = outage == null || !clock.instant().plus(TURN).isBefore(nextProbe);
        return near ? PROBES - waiting.size() : 0;
    }

    private int invited() {
        Instant past = clock.instant().minus(TURN);
        invitations.removeIf(at -> !at.isAfter(past));
        return invitations.size();
    }

    /** The call no longer waits here, whatever became of it. */
    public synchronized void leave(Object call) {
        waiting.remove(call);
    }

    /** Whether another call than this was answered after {@code since}: then a failure is this call's own. */
    public boolean answeredAnother(String callKey, Instant since) {
        return successes.another(callKey, since);
    }
}
