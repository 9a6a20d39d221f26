package io.aftercall.ingest.webhook;

import io.aftercall.ingest.Call;
import org.jspecify.annotations.Nullable;

/** Tells the sides of a call apart by their numbers: inside the house they are short. */
record Extensions(int longest) {
    boolean isInside(@Nullable String number) {
        return number != null && number.matches("\\d{1,%d}".formatted(longest));
    }

    Call.@Nullable Direction direction(@Nullable String caller, @Nullable String callee) {
        if (caller == null || callee == null) {
            return null;
        }
        if (isInside(caller)) {
            return isInside(callee) ? Call.Direction.INTERNAL : Call.Direction.OUTBOUND;
        }
        return Call.Direction.INBOUND;
    }

    /** The number of the side that is ours; of an internal call, of whoever called. */
    @Nullable String ours(@Nullable String caller, @Nullable String callee) {
        if (isInside(caller)) {
            return caller;
        }
        return isInside(callee) ? callee : null;
    }
}
