package io.aftercall.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stage could not do its work on this call and never will without a person. Topic {@code calls.failed}.
 *
 * @param stage the function that failed: record, transcribe, analyze or remind
 * @param reason in plain language, naming the call and the fact
 * @param topic where the event came from
 * @param event the event itself, so that it can be sent again; empty when it is too large to be kept here as well
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

    private static final int LARGEST_KEPT = 1024 * 1024;

    public CallFailed(String callKey, String stage, String reason, Instant at, String topic, String event) {
        this(callKey, stage, reason, at, topic, event, null);
    }

    /** With the event it failed at. */
    public static CallFailed at(byte[] event, String topic, String callKey, String stage, String reason, Instant when) {
        String kept = event.length <= LARGEST_KEPT ? new String(event, UTF_8) : "";
        return new CallFailed(callKey, stage, reason, when, topic, kept);
    }

    /** What makes this failure history. */
    public CallFailed replayed(Instant when) {
        return new CallFailed(callKey, stage, reason, at, topic, "", when);
    }
}
