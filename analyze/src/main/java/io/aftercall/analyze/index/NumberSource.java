package io.aftercall.analyze.index;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.RecordRow;
import io.aftercall.analyze.phone.Origins;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.ContentHash;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A number of a task as its last call left it.
 *
 * @param key names the number within all tasks
 * @param digits what a number is searched by
 */
record NumberSource(
        String key,
        String digits,
        String operator,
        @JsonUnwrapped RecordRow last) {
    /** What a double, hence JavaScript, holds exactly. */
    private static final int ID_BITS = 53;

    /** Empty for a call without a number. */
    static Optional<NumberSource> of(CallDocument document) {
        String number = document.call().map(RecordRow::customerNumber).orElse(null);
        String digits = number == null ? "" : CallSource.digits(number);
        if (digits.isEmpty()) {
            return Optional.empty();
        }
        RecordRow row = CallSource.of(document).record();
        return Optional.of(new NumberSource(
                key(row.taskId(), digits), digits, Origins.of(number).operator().name(), row));
    }

    /**
     * The platform's own id of the number, else one that hardly any other number has: nobody can ask for a number by its
     * id, so that it need not be claimed.
     */
    static @Nullable Long idOf(Call call) {
        String given = call.references().numberId();
        if (given != null && given.matches("\\d{1,15}")) {
            return Long.valueOf(given);
        }
        String number = RecordRow.customerNumber(call);
        return number == null
                ? null
                : Long.parseUnsignedLong(key(RecordRow.taskId(call), CallSource.digits(number)), 16)
                        >>> (Long.SIZE - ID_BITS);
    }

    /** By its time, so that a call never takes the place of a later one, in whatever order they come. */
    long version() {
        Instant at = Objects.requireNonNullElse(last.occurredAt(), Instant.EPOCH);
        return Math.max(1, at.toEpochMilli());
    }

    private static String key(String taskId, String digits) {
        return ContentHash.shortOf(taskId, digits);
    }
}
