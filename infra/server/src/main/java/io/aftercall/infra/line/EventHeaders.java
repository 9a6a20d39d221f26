package io.aftercall.infra.line;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The headers of an event: CloudEvents 1.0 in binary mode, W3C Trace Context, and how the stage came to it. */
public final class EventHeaders {
    static final String TRACEPARENT = "traceparent";
    /** {@link Attempts} of a record that has been in a delay topic. */
    static final String LATER = "later";

    static final List<String> ALL = List.of(
            "ce_specversion",
            "ce_id",
            "ce_source",
            "ce_type",
            "ce_time",
            "content-type",
            TRACEPARENT,
            "stage",
            "input",
            "received",
            "started",
            "attempts",
            "waited",
            LATER);

    private EventHeaders() {}

    /**
     * Of a stage's own event: its name, when its input was written, this time and the first time, when its first attempt
     * began, how many there were and how many milliseconds were spent waiting between them. {@code ce_time} is when it
     * finished.
     */
    static Map<String, String> of(String stage, Instant input, Attempts attempts) {
        return Map.of(
                "stage", stage,
                "input", input.toString(),
                "received", attempts.received().toString(),
                "started", attempts.started().toString(),
                "attempts", String.valueOf(attempts.made()),
                "waited", String.valueOf(attempts.waited().toMillis()));
    }
}
