package io.aftercall.analyze;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for calls that a stage was done with by Kafka's account but from which nothing came: not those that wait, nor those
 * that still lie in the stage's queue.
 *
 * @param before nothing was heard of them since before this time
 * @param taken by partition of {@link Stage#input}: the offset below which the stage has acknowledged everything; a
 *     partition that is absent is all queue
 * @param most the longest list wanted
 */
public record StrandedQuery(Stage stage, Instant before, Map<Integer, Long> taken, int most) {
    public StrandedQuery {
        taken = Map.copyOf(taken);
    }

    /** The same question, asked of one call. */
    public boolean finds(CallDocument document) {
        return document.stage().filter(stage::equals).isPresent()
                && document.idleSince().filter(since -> since.isBefore(before)).isPresent()
                && document.visit(stage)
                        .map(StageVisit::input)
                        .filter(this::wasTaken)
                        .isPresent();
    }

    private boolean wasTaken(@Nullable Position input) {
        return input != null && input.offset() < taken.getOrDefault(input.partition(), 0L);
    }
}
