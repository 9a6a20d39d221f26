package io.aftercall.analyze;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A stage cannot go on with a call for the time being.
 *
 * @param reason what it waits for, in plain language
 * @param since the stage's first attempt, or, where there was none yet, when the stage was given the call; of a reminder when
 *     it was due
 * @param until when it is tried again at the latest; absent while that is open
 * @param attempts so far; of a reminder, whose attempts nobody counts, 1
 * @param at when the stage said so
 */
public record Waiting(
        String reason, Instant since, @Nullable Instant until, int attempts, Instant at) {
    static final Comparator<Waiting> IN_TIME = Comparator.comparing(Waiting::at);
}
