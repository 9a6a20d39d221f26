package io.aftercall.analyze.index;

import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.RecordRow;
import io.aftercall.analyze.phone.Origins;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A number of a task as its last call left it.
 *
 * @param key names the number within all tasks
 * @param tie see {@link CallRecords#tie}
 * @param digits what a number is searched by
 * @param row JSON of its last call's {@link RecordRow}
 */
@SuppressWarnings("ArrayRecordComponent")
record NumberSource(
        String key,
        long tie,
        String taskId,
        String digits,
        String operator,
        int numberStatus,
        Instant occurredAt,
        byte[] row) {

    /** Empty for a call without a number. */
    static Optional<NumberSource> of(CallDocument document) {
        return RecordRow.of(document)
                .filter(row -> !row.customerDigits().isEmpty())
                .map(row -> new NumberSource(
                        row.numberKey(),
                        CallRecords.tie(row.numberKey()),
                        row.taskId(),
                        row.customerDigits(),
                        Origins.of(row.customerNumber()).operator().name(),
                        row.numberStatus(),
                        Objects.requireNonNullElse(row.occurredAt(), Instant.EPOCH),
                        RowJson.write(row)));
    }
}
