package io.aftercall.analyze;

import java.time.Instant;
import java.util.Comparator;

/**
 * A stage is at work on a call, and for longer than most calls take.
 *
 * @param since the stage's first attempt
 * @param attempts with the one under way
 * @param at when the stage said so
 */
public record AtWork(Instant since, int attempts, Instant at) {
    static final Comparator<AtWork> IN_TIME = Comparator.comparing(AtWork::at);
}
