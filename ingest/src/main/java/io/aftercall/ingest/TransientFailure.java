package io.aftercall.ingest;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The work could not be done now but may be done later: a time-out, a 429 or 5xx answer, a refused connection, a
 * recording that is not ready. The dispatcher tries again with growing pauses; nothing is lost meanwhile.
 */
public final class TransientFailure extends RuntimeException {
    private final @Nullable Duration retryAfter;
    private final @Nullable Duration patience;
    private final @Nullable Dependency dependency;
    private final boolean blameless;

    private TransientFailure(
            String fact,
            @Nullable Throwable cause,
            @Nullable Duration retryAfter,
            @Nullable Duration patience,
            @Nullable Dependency dependency,
            boolean blameless) {
        super(fact, cause);
        this.retryAfter = retryAfter;
        this.patience = patience;
        this.dependency = dependency;
        this.blameless = blameless;
    }

    /** A dependency is away or overloaded: tried again for as long as it takes. */
    public static TransientFailure outage(String fact, @Nullable Throwable cause) {
        return new TransientFailure(fact, cause, null, null, null, false);
    }

    /** As {@link #outage}, where the dependency itself said when to come back (its {@code Retry-After} header). */
    public static TransientFailure busy(String fact, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        return new TransientFailure(fact, cause, retryAfter, null, null, false);
    }

    /** There are too many requests of ours for it (HTTP 429): no call's fault, however often it is the one turned away. */
    public static TransientFailure tooMany(String fact, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        return new TransientFailure(fact, cause, retryAfter, null, null, true);
    }

    /** It was known to be away and was not asked at all. */
    public static TransientFailure notAsked(String fact, Dependency dependency) {
        return new TransientFailure(fact, null, null, null, dependency, true);
    }

    /** This one call's input is not there yet: tried again for {@code patience}, then the call has failed with this fact. */
    public static TransientFailure notReady(String fact, Duration patience) {
        return new TransientFailure(fact, null, null, patience, null, false);
    }

    /** As {@link #notReady(String, Duration)}, where it is known when to look again at the earliest. */
    public static TransientFailure notReady(String fact, Duration again, Duration patience) {
        return new TransientFailure(fact, null, again, patience, null, false);
    }

    /** The same failure, known to be that of {@code dependency}. The first to say so is right: it was closest. */
    public TransientFailure at(Dependency where) {
        return dependency != null
                ? this
                : new TransientFailure(String.valueOf(getMessage()), this, retryAfter, patience, where, blameless);
    }

    /** What failed; null where nothing outside is at fault. */
    public @Nullable Dependency dependency() {
        return dependency;
    }

    /** How long the dependency asked to be left alone. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** Whether it says nothing about the call, however often it happens to it. */
    public boolean isBlameless() {
        return blameless;
    }

    /** Whether it was not asked at all, see {@link #notAsked}: what the dependency itself said is always the cause. */
    public boolean isUnasked() {
        return dependency != null && getCause() == null;
    }

    /** How long to go on trying, counted from the first attempt; null: without end. */
    public @Nullable Duration patience() {
        return patience;
    }
}
