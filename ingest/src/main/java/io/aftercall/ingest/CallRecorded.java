package io.aftercall.ingest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The call's facts are joined and its recording is stored. Topic {@code calls.recorded}.
 *
 * @param recording absent for a call that nobody answered, and where none came
 * @param delivered what the telephony system's own record of the call says, where it has one
 */
public record CallRecorded(
        Call call,
        @Nullable Recording recording,
        Instant at,
        @Nullable PlatformRecord delivered) {

    public CallRecorded(Call call, @Nullable Recording recording, Instant at) {
        this(call, recording, at, null);
    }
}
