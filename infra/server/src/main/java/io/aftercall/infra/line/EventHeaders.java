package io.aftercall.infra.line;

import io.aftercall.ingest.Dependency;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The headers of an event: CloudEvents 1.0 in binary mode, W3C Trace Context, and how the stage came to it. */
public final class EventHeaders {
    static final String TRACEPARENT = "traceparent";
    /** {@link Attempts} of a record that has been in a delay topic. */
    static final String LATER = "later";
    /** What a record in a delay topic waits for: {@code SPEECH api.openai.com}. It ends there. */
    static final String AWAY = "away";

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

    static String away(Dependency dependency) {
        return dependency.kind().name() + " " + dependency.instance();
    }

    /** Empty also for a kind that this release does not know. */
    static Optional<Dependency> away(String header) {
        int end = header.indexOf(' ');
        return Arrays.stream(Dependency.Kind.values())
                .filter(kind -> end > 0 && kind.name().equals(header.substring(0, end)))
                .findFirst()
                .map(kind -> new Dependency(kind, header.substring(end + 1)));
    }

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
