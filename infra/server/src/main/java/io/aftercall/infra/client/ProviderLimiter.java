package io.aftercall.infra.client;

import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.TransientFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets this process's requests to one provider pass in the order they came, as fast as the provider bears. A place is
 * waited for as long as it takes, since somebody is at work meanwhile; who would wait long for the clock is sent away.
 */
final class ProviderLimiter {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderLimiter.class);

    private final Dependency provider;
    private final Dependency rate;
    private final Clock clock;
    private final Duration longestWait;
    private final Duration longestPause;

    private final ReentrantLock lock = new ReentrantLock();
    private final ProviderPace pace;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private long tokensQueued;
    /** When the last of those that were sent away is to come again. */
    private Instant lastReturn = Instant.MIN;

    private boolean away;

    private static final class Waiting {
        private final long tokens;
        private final Condition turn;
        private boolean inVain;

        private Waiting(long tokens, Condition turn) {
            this.tokens = tokens;
            this.turn = turn;
        }
    }

    /** @param longestPause how far the provider's wishes are obeyed */
    ProviderLimiter(Dependency provider, ClientSettings.Limit limit, Duration longestPause, Clock clock) {
        this.provider = provider;
        this.rate = new Dependency(Dependency.Kind.RATE, provider.toString());
        this.clock = clock;
        this.longestWait = limit.longestWait();
        this.longestPause = longestPause;
        this.pace = new ProviderPace(limit, longestPause, clock.instant());
    }

    Dependency provider() {
        return provider;
    }

    /**
     * Waits for its turn; what enters must {@link #leave}.
     *
     * @param tokens the request will cost, at most
     * @throws TransientFailure instead of a long wait; it tells when to come again
     */
    ProviderPace.Place enter(long tokens) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Duration expected = pace.turn(queue.size(), tokensQueued, tokens, clock.instant());
            if (expected.compareTo(longestWait) > 0) {
                throw sentAway(expected, tokens);
            }
            Waiting me = new Waiting(tokens, lock.newCondition());
            queue.addLast(me);
            tokensQueued += tokens;
            try {
                awaitTurn(me);
                return pace.enter(tokens, clock.instant());
            } finally {
                queue.remove(me);
                tokensQueued -= tokens;
                wakeFirst();
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitTurn(Waiting me) throws InterruptedException {
        while (true) {
            Instant now = clock.instant();
            if (me.inVain) {
                throw TransientFailure.tooMany(provider + " went away before it was this request's turn", null, null)
                        .at(rate);
            }
            if (pace.held(now).compareTo(longestWait) > 0) {
                throw sentAway(pace.held(now), me.tokens);
            }
            Duration wait = pace.turn(0, 0, me.tokens, now);
            if (!me.equals(queue.peekFirst()) || !pace.hasPlace()) {
                me.turn.await();
            } else if (wait.isPositive()) {
                me.turn.awaitNanos(wait.toNanos());
            } else {
                return;
            }
        }
    }

    private TransientFailure sentAway(Duration expected, long tokens) {
        Instant now = clock.instant();
        Duration held = pace.held(now);
        if (held.compareTo(longestWait) > 0) {
            return TransientFailure.tooMany(
                    "%s asked for a pause until %s".formatted(provider, seconds(now.plus(held))), held, null);
        }
        // One after the other, each when the queue is short enough for it: together they would only be sent away again.
        Instant first = now.plus(expected).minus(longestWait);
        Instant behind = lastReturn.plus(pace.spacing(tokens));
        Instant next = first.isAfter(behind) ? first : behind;
        Instant latest = now.plus(longestPause);
        lastReturn = next.isAfter(latest) ? latest : next;
        // Not the provider's failure: it answers others meanwhile.
        return TransientFailure.tooMany(
                        "%s has no turn for it before %s".formatted(rate, seconds(lastReturn)),
                        Duration.between(now, lastReturn),
                        null)
                .at(rate);
    }

    private static Instant seconds(Instant exact) {
        return exact.truncatedTo(ChronoUnit.SECONDS);
    }

    void leave(ProviderPace.Place place, Report report) {
        lock.lock();
        try {
            Instant now = clock.instant();
            Duration before = pace.held(now);
            pace.leave(place, report, now);
            Duration held = pace.held(now);
            if (before.compareTo(longestWait) <= 0 && held.compareTo(longestWait) > 0) {
                LOG.warn("{} asked for a pause until {}; its requests wait", provider, seconds(now.plus(held)));
                queue.forEach(waiting -> waiting.turn.signal());
            }
            wakeFirst();
        } finally {
            lock.unlock();
        }
    }

    /**
     * When the provider goes away, whoever is in line is sent away: each would only find out by itself. Who comes later probes.
     * A pause that it asks for is waited for as ever.
     *
     * @param isAway asked in turn with all else here, so that the latest answer is the one that stays
     */
    void providerMayHaveGone(BooleanSupplier isAway) {
        lock.lock();
        try {
            boolean before = away;
            away = isAway.getAsBoolean();
            if (away && !before && !pace.held(clock.instant()).isPositive()) {
                queue.forEach(waiting -> {
                    waiting.inVain = true;
                    waiting.turn.signal();
                });
            }
        } finally {
            lock.unlock();
        }
    }

    private void wakeFirst() {
        Waiting first = queue.peekFirst();
        if (first != null) {
            first.turn.signal();
        }
    }

    boolean countsTokens() {
        return locked(pace::countsTokens);
    }

    int queued() {
        return locked(queue::size);
    }

    int inFlight() {
        return locked(pace::inFlight);
    }

    int allowed() {
        return locked(pace::allowed);
    }

    /** What is left of the pause the provider asked for. */
    Duration held() {
        return locked(() -> pace.held(clock.instant()));
    }

    private <T> T locked(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }
}
