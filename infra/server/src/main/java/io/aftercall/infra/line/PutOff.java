package io.aftercall.infra.line;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aftercall.ingest.Dependency;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record in a delay topic.
 *
 * @param due when it comes back at the latest
 * @param away what it waits for, where that is known: then it may come back before
 */
record PutOff(Instant since, Instant due, @Nullable Dependency away) {
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
        return new PutOff(since, since.plus(delay), away);
    }

    /** @param room whether one that waits for that dependency since then may come back before it is due */
    boolean comesBack(Instant now, BiPredicate<Dependency, Instant> room) {
        return !due.isAfter(now) || (away != null && !since.plus(LEAST).isAfter(now) && room.test(away, since));
    }
}
