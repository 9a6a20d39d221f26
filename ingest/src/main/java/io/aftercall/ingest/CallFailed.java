package io.aftercall.ingest;

import java.time.Instant;

/**
 * A stage could not do its work on this call and never will without a person. Topic {@code calls.failed}.
 *
 * @param stage the function that failed: record, transcribe, analyze or remind
 * @param reason in plain language, naming the call and the fact
 * @param topic where the event came from
 * @param event the event itself, so that it can be sent again
 */
public record CallFailed(String callKey, String stage, String reason, Instant at, String topic, String event) {}
