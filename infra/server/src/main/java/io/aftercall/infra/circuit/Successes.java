package io.aftercall.infra.circuit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When something was last done for which call: a call that fails may be at fault itself only while others get on. */
public final class Successes {
    private @Nullable Success last;
    private @Nullable Success lastOfAnother;

    private record Success(String callKey, Instant at) {}

    public synchronized void note(String callKey, Instant at) {
        if (last != null && !last.callKey.equals(callKey)) {
            lastOfAnother = last;
        }
        last = new Success(callKey, at);
    }

    /** Whether it was done for any call since then. */
    synchronized boolean any(Instant since) {
        return last != null && last.at.isAfter(since);
    }

    /** Whether it was done for another call since then. */
    public synchronized boolean another(String callKey, Instant since) {
        Success another = last != null && !last.callKey.equals(callKey) ? last : lastOfAnother;
        return another != null && another.at.isAfter(since);
    }
}
