package io.aftercall.analyze;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** A time as people give it in a request. */
public final class QueryTime {
    private QueryTime() {}

    /**
     * @param name of the parameter
     * @param value a date in {@code zone}, or an ISO time with offset
     * @param daysToAdd to a date: 1 where its day is included
     * @throws IllegalArgumentException naming the parameter when the value is neither
     */
    public static Instant read(String name, String value, int daysToAdd, ZoneId zone) {
        try {
            ZonedDateTime time = value.contains("T")
                    ? OffsetDateTime.parse(value).toZonedDateTime()
                    : LocalDate.parse(value).plusDays(daysToAdd).atStartOfDay(zone);
            if (time.getYear() >= 1 && time.getYear() <= 9998) {
                return time.toInstant();
            }
            throw new DateTimeException("no telephones then");
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "%s must be a date like 2026-03-02 or a time like 2026-03-02T09:15:30Z, not '%s'"
                            .formatted(name, value),
                    e);
        }
    }
}
