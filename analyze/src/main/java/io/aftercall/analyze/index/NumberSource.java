package io.aftercall.analyze.index;

import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.RecordRow;
import io.aftercall.analyze.phone.Origins;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

    /** One for each id its task may be asked for by; empty for a call without a number. */
    static Stream<NumberSource> of(CallDocument document) {
        return RecordRow.of(document).filter(row -> !row.customerDigits().isEmpty()).stream()
                .flatMap(row -> row.taskIds().stream().map(task -> of(row, task)));
    }

    /** The number within a task, as a call with this row leaves it. */
    static NumberSource of(RecordRow row, String task) {
        String key = row.numberKey(task);
        return new NumberSource(
                key,
                CallRecords.tie(key),
                task,
                row.customerDigits(),
                Origins.of(row.numberWithCountry()).operator().name(),
                row.numberStatus(),
                Objects.requireNonNullElse(row.occurredAt(), Instant.EPOCH),
                RowJson.write(row));
    }

    /** Whether more is known of the number than the call's notifications alone say, such as how long a recording is. */
    static boolean knowsMoreThanWasNotified(CallDocument document) {
        CallDocument notified = new CallDocument(
                document.callKey(),
                document.reported(),
                null,
                document.timeline(),
                null,
                null,
                null,
                List.of(),
                null,
                List.of(),
                null);
        return !shown(document).equals(shown(notified));
    }

    /** What a list of numbers shows of a call. */
    private static List<@Nullable Object> shown(CallDocument document) {
        return RecordRow.of(document)
                .map(row -> Arrays.<@Nullable Object>asList(
                        row.taskIds(),
                        row.numberId(),
                        row.customerNumber(),
                        row.numberStatus(),
                        row.startedAt(),
                        row.answeredAt(),
                        row.endedAt(),
                        row.occurredAt(),
                        row.durationMs(),
                        row.billMs(),
                        row.cause()))
                .orElse(List.of());
    }
}
