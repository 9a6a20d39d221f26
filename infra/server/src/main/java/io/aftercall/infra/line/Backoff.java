package io.aftercall.infra.line;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Pauses between attempts: doubling from {@code first} to {@code longest}, each shortened by up to a third at random. */
public record Backoff(Duration first, Duration longest, Duration longestAsked) {

    /** @param asked what the dependency asked for (Retry-After); not undercut, unless it asks for more than is sensible */
    Duration afterAttempt(int attempt, @Nullable Duration asked) {
        long doubled = first.toMillis() << Math.min(attempt - 1, 20);
        long most = Math.min(doubled, longest.toMillis());
        long pause = most - ThreadLocalRandom.current().nextLong(most / 3 + 1);
        if (asked == null) {
            return Duration.ofMillis(pause);
        }
        Duration obeyed = asked.compareTo(longestAsked) > 0 ? longestAsked : asked;
        return Duration.ofMillis(Math.max(pause, obeyed.toMillis()));
    }
}
