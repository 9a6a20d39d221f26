package io.aftercall.analyze;

import java.time.Instant;
import java.util.Comparator;

/**
 * A call was found to have been left lying in a stage.
 *
 * @param since when it was last heard of before that
 * @param foundAt when it was last driven again
 */
public record Stuck(Instant since, Instant foundAt) {
    static final Comparator<Stuck> IN_TIME = Comparator.comparing(Stuck::foundAt);
}
