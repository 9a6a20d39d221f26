package io.aftercall.ingest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stage could not do its work on this call and never will without a person. Topic {@code calls.failed}.
 *
 * @param stage the function that failed: record, transcribe, analyze or remind
 * @param reason in plain language, naming the call and the fact
 * @param topic where the event came from
 * @param event the event itself, so that it can be sent again
 * @param replayedAt when a person had the work done again: then this tells that the failure {@code at} that time is history;
 *     absent from a failure itself
 */
public record CallFailed(
        String callKey,
        String stage,
        String reason,
        Instant at,
        String topic,
        String event,
        @Nullable Instant replayedAt) {

    public CallFailed(String callKey, String stage, String reason, Instant at, String topic, String event) {
        this(callKey, stage, reason, at, topic, event, null);
    }

    /** What makes this failure history. */
    public CallFailed replayed(Instant when) {
        return new CallFailed(callKey, stage, reason, at, topic, "", when);
    }
}
