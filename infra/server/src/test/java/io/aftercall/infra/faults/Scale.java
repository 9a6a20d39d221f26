package io.aftercall.infra.faults;

import java.time.Duration;
import java.util.List;

/**
 * How much of the fault script is run.
 *
 * @param calls of which each is small: a few sentences
 * @param outage how long Elasticsearch and S3 are away
 * @param retryAfter what the speech model asks for with its 429
 * @param longest how long a record waits where it is, and the shortest delay topic is twice that
 * @param patience how long the line may take from one step to the next before the test gives up
 */
record Scale(int calls, Duration outage, Duration retryAfter, Duration longest, Duration patience) {
    static final String PROPERTY = "aftercall.faults";

    private static final Scale FULL = new Scale(
            10_000, Duration.ofSeconds(60), Duration.ofSeconds(90), Duration.ofSeconds(30), Duration.ofMinutes(15));
    private static final Scale TENTH = new Scale(
            1_000, Duration.ofSeconds(6), Duration.ofSeconds(9), Duration.ofSeconds(3), Duration.ofMinutes(4));

    /** All of it with {@code aftercall.faults=full}, otherwise a tenth of everything but the kills. */
    static Scale chosen() {
        return "full".equals(System.getProperty(PROPERTY)) ? FULL : TENTH;
    }

    /** What makes the service as patient as this. */
    List<String> settings() {
        long first = 2 * longest.toSeconds();
        return List.of(
                "--aftercall.kafka.in-place=" + longest,
                "--aftercall.kafka.later=PT%dS,PT%dS,PT%dS".formatted(first, 10 * first, 60 * first));
    }

    int share(double part) {
        return (int) Math.round(calls * part);
    }
}
