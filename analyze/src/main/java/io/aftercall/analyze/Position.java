package io.aftercall.analyze;

import java.time.Instant;
import java.util.Comparator;

/** Where a record lies in Kafka, and when it was written there. */
public record Position(String topic, int partition, long offset, Instant writtenAt) {
    static final Comparator<Position> IN_TIME = Comparator.comparing(Position::writtenAt)
            .thenComparing(Position::partition)
            .thenComparing(Position::offset);
}
