package io.aftercall.analyze.api.records;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Times as this API has them: local, to the second, without an offset. */
record LocalTimes(ZoneId zone) {
    /** By hand, as a page has over a hundred of them. */
    @Nullable String time(@Nullable Instant at) {
        if (at == null) {
            return null;
        }
        LocalDateTime local = LocalDateTime.ofInstant(at, zone);
        StringBuilder text = new StringBuilder(19).append(local.toLocalDate());
        two(text, ' ', local.getHour());
        two(text, ':', local.getMinute());
        two(text, ':', local.getSecond());
        return text.toString();
    }

    private static void two(StringBuilder text, char before, int number) {
        text.append(before).append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
