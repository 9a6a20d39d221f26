package io.aftercall.ingest.recording;

import io.aftercall.ingest.Call;
import io.aftercall.ingest.TransientFailure;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Recognises a recording that its host is still writing: a moment old, and not of the length it had when it was looked at
 * before. Kept in memory only; after a restart it is looked at once more.
 */
final class StillWritten {
    private static final Duration FRESH = Duration.ofSeconds(3);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
    private static final int MOST = 10_000;

    private final Map<String, Long> seen = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST;
        }
    });

    /**
     * @param now by the clock that {@code written} is of
     * @throws TransientFailure when it is to be looked at again
     */
    void check(Call call, Instant written, Instant now, long bytes, Duration patience) {
        boolean settled = Duration.between(written, now).compareTo(FRESH) > 0;
        Long before = settled ? seen.remove(call.key()) : seen.put(call.key(), bytes);
        if (!settled && (before == null || before != bytes)) {
            throw TransientFailure.notReady(
                    "recording of call %s may still be written: it is of this moment".formatted(call.key()),
                    LOOK_AGAIN,
                    patience);
        }
    }

    /** A time as HTTP writes it; null for none that can be read. */
    static @Nullable Instant date(@Nullable String header) {
        try {
            return header == null ? null : DateTimeFormatter.RFC_1123_DATE_TIME.parse(header, Instant::from);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
