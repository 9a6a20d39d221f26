package io.aftercall.ingest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a call is getting on inside a stage, between the stages' own events. Topic {@code calls.progress}.
 *
 * @param stage the function the call is in: record, transcribe, analyze or remind
 * @param waitingFor what the call waits for, in plain language; null: the stage is done with it and passes nothing on
 * @param until when it is tried again at the latest; null while that is open
 * @param attempts how often it was tried so far
 * @param atWork that the stage is at work on it, and has been for longer than most calls take
 */
public record CallProgress(
        String callKey,
        String stage,
        @Nullable String waitingFor,
        @Nullable Instant until,
        int attempts,
        Instant at,
        boolean atWork) {

    /** Of a call that nobody is at work on. */
    public CallProgress(
            String callKey,
            String stage,
            @Nullable String waitingFor,
            @Nullable Instant until,
            int attempts,
            Instant at) {
        this(callKey, stage, waitingFor, until, attempts, at, false);
    }
}
