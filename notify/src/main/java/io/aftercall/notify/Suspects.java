package io.aftercall.notify;

import io.aftercall.ingest.TransientFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Tells a reminder that the chat cannot take from a chat that is away: failures count only while others are posted. Kept by
 * each process for itself, so that a restart begins anew; that costs nothing but time.
 */
final class Suspects {
    /** As for the calls of the line. */
    private static final int MOST_FAILURES = 8;

    /** Those that another process posted are never heard of again. */
    private static final int MOST_KNOWN = 10_000;

    private final Duration blame;
    private final Clock clock;
    private final AtomicLong posted = new AtomicLong();
    private final Map<String, Suspect> suspects = new ConcurrentHashMap<>();

    /** @param others how many had been posted when it last failed */
    private record Suspect(
            long others, int counted, @Nullable Instant since) {}

    /** @param blame how long a reminder has to fail while others pass before it is itself at fault */
    Suspects(Duration blame, Clock clock) {
        this.blame = blame;
        this.clock = clock;
    }

    void posted(Reminder reminder) {
        suspects.remove(reminder.id());
        posted.incrementAndGet();
    }

    /** Why the reminder itself is at fault, once it is. */
    @Nullable String failed(Reminder reminder, TransientFailure failure) {
        if (suspects.size() >= MOST_KNOWN) {
            suspects.clear();
        }
        long others = posted.get();
        Suspect before = suspects.getOrDefault(reminder.id(), new Suspect(others, 0, null));
        if (failure.isBlameless() || others == before.others) {
            suspects.put(reminder.id(), new Suspect(others, before.counted, before.since));
            return null;
        }
        Instant now = clock.instant();
        Instant since = before.since == null ? now : before.since;
        Suspect counted = new Suspect(others, before.counted + 1, since);
        Duration failing = Duration.between(since, now);
        if (counted.counted < MOST_FAILURES || failing.compareTo(blame) < 0) {
            suspects.put(reminder.id(), counted);
            return null;
        }
        suspects.remove(reminder.id());
        return "%s (failed %d times over %d min, while the chat took other reminders)"
                .formatted(failure.getMessage(), counted.counted, failing.toMinutes());
    }
}
