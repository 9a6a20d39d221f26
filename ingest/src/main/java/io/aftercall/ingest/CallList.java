package io.aftercall.ingest;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A telephony system's own list of its calls, for those whose notification never arrived. */
public interface CallList {
    /**
     * A call on the list.
     *
     * @param key as its notification would have named it
     * @param facts what its notifications would have told; asks the system once more where the list does not say it all
     */
    record Listed(String key, Supplier<List<CallHungUp>> facts) {}

    /** Country of numbers without one, where the system is at home in one (ISO 3166). */
    @Nullable String country();

    /**
     * Calls that ended in the time, and perhaps a few more.
     *
     * @throws TransientFailure when the system is away, or does not answer as it should
     */
    List<Listed> ended(Instant from, Instant until);
}
