package io.aftercall.analyze;

import io.aftercall.ingest.TransientFailure;

/**
 * Where verdicts go that were not reached in the line, so that what follows from a verdict follows from them too. Returns only
 * once the event is safe; otherwise throws {@link TransientFailure}.
 */
@FunctionalInterface
public interface Verdicts {
    void publish(CallAnalyzed analyzed);
}
