package io.aftercall.analyze;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

/**
 * How a stage came to a result for a call.
 *
 * @param at when the result was made. A stage that finds its result stored passes it on under the same time; by that a
 *     redo is told from work
 * @param received when the stage's event was written to its topic
 * @param started the first attempt
 * @param attempts the successful one included
 * @param waitedMs spent waiting between attempts
 */
public record StageRun(Instant at, Instant received, Instant started, Instant finished, int attempts, long waitedMs) {
    /**
     * The latest result counts, and of the runs that passed it on the first: the others were redos after a crash, of a
     * repeated event or of a call driven again, and took no time worth showing.
     */
    static final Comparator<StageRun> TRUE_LAST =
            Comparator.comparing(StageRun::at).thenComparing(StageRun::finished, Comparator.reverseOrder());

    /** How long the call waited for its turn, in ms; clocks of two machines may differ, time does not run backwards. */
    public long queueMs() {
        return Math.max(0, Duration.between(received, started).toMillis());
    }

    /** How long it was worked on, in ms, all attempts together. */
    public long serviceMs() {
        return Math.max(0, Duration.between(started, finished).toMillis() - waitedMs);
    }
}
