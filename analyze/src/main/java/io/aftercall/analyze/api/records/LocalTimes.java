package io.aftercall.analyze.api.records;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Times as this API has them: local, to the second, without an offset. */
record LocalTimes(ZoneId zone) {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    @Nullable String time(@Nullable Instant at) {
        return at == null ? null : LOCAL.format(at.atZone(zone));
    }
}
