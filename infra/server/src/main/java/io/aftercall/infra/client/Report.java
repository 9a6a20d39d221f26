package io.aftercall.infra.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one request has taught about its provider.
 *
 * @param pause how long it asked to be left alone, by {@code Retry-After} or by a budget that is used up
 * @param tokens charged for it; null when nobody said
 */
record Report(
        Outcome outcome, @Nullable Duration pause, @Nullable Long tokens, RateHeaders rates) {
    /** Without an answer there is nothing to learn but that. */
    static Report without(Outcome outcome) {
        return new Report(outcome, null, null, RateHeaders.NONE);
    }
}
