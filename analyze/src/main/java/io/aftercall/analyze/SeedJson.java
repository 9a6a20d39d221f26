package io.aftercall.analyze;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** JSON as the clients of the documented APIs read it: snake case, every field there, times local and without offset. */
public final class SeedJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");

    private SeedJson() {}

    public static byte[] write(Object answer) {
        return MAPPER.writeValueAsBytes(answer);
    }

    /** {@code 2026-02-15T10:30:00} in {@code zone}. */
    public static String local(Instant at, ZoneId zone) {
        return LOCAL.withZone(zone).format(at);
    }

    /** An id as a number; absent where another system named the thing in another way. */
    public static @Nullable Long number(@Nullable String id) {
        return id == null ? null : WholeNumber.of(id).orElse(null);
    }
}
