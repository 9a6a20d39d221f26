package io.aftercall.infra.line;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aftercall.ingest.Dependency;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * When a record in a delay topic is to come back.
 *
 * @param due at the latest
 * @param atLeast not before, even if what it waits for answers
 * @param away what it waits for, where that is known
 */
record PutOff(Instant due, Instant atLeast, @Nullable Dependency away) {
    /** What one process cannot reach another may: a record does not go to and fro between them faster than this. */
    private static final Duration LEAST = Duration.ofSeconds(10);

    static PutOff of(ConsumerRecord<byte[], byte[]> record, Duration delay) {
        Header away = record.headers().lastHeader(EventHeaders.AWAY);
        return of(
                Instant.ofEpochMilli(record.timestamp()),
                delay,
                away == null
                        ? null
                        : EventHeaders.away(new String(away.value(), UTF_8)).orElse(null));
    }

    static PutOff of(Instant since, Duration delay, @Nullable Dependency away) {
        return new PutOff(since.plus(delay), since.plus(LEAST), away);
    }

    /** One look at all that was put off: those that come back before they are due take the room that there is. */
    static final class Look {
        private final Instant now;
        private final ToIntFunction<Dependency> room;
        private final Map<Dependency, Integer> left = new HashMap<>();

        /** @param room how many of the records that wait for a dependency may come back now */
        Look(Instant now, ToIntFunction<Dependency> room) {
            this.now = now;
            this.room = room;
        }

        boolean bringsBack(PutOff record) {
            if (!record.due().isAfter(now)) {
                return true;
            }
            Dependency away = record.away();
            if (away == null || record.atLeast().isAfter(now)) {
                return false;
            }
            int places = left.computeIfAbsent(away, room::applyAsInt);
            left.put(away, Math.max(0, places - 1));
            return places > 0;
        }
    }
}
