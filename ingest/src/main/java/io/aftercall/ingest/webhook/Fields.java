package io.aftercall.ingest.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A notification's fields, read one by one; every fault becomes a {@link BadNotification} that names the field. */
final class Fields {
    private static final int LONGEST = 2_000;
    private static final Instant EARLIEST = Instant.parse("1971-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    private final Map<String, Object> values;

    Fields(Map<String, Object> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    Map<String, Object> asReceived() {
        return values;
    }

    String required(String name) {
        String text = optional(name);
        if (text == null) {
            throw new BadNotification(
                    values.containsKey(name) ? "field '" + name + "' is empty" : "field '" + name + "' is missing");
        }
        return text;
    }

    /** Null when absent, null or blank; numbers are taken as text, because telephony systems send ids either way. */
    @Nullable String optional(String name) {
        Object value = values.get(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof String || value instanceof Number)) {
            throw new BadNotification("field '" + name + "' must be text, not " + kind(value));
        }
        String text = value.toString().strip();
        if (text.length() > LONGEST) {
            throw new BadNotification(
                    "field '%s' has %d characters, at most %d are accepted".formatted(name, text.length(), LONGEST));
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new BadNotification("field '" + name + "' contains control characters");
        }
        return text.isEmpty() ? null : text;
    }

    /** Milliseconds, or null when absent. */
    @Nullable Long millis(String name) {
        String text = optional(name);
        if (text == null) {
            return null;
        }
        if (!text.matches("\\d{1,12}")) {
            throw new BadNotification("field '" + name + "' must be a number of milliseconds, not '" + text + "'");
        }
        return Long.parseLong(text);
    }

    /** Whole seconds, as milliseconds, or null when absent. */
    @Nullable Long seconds(String name) {
        String text = optional(name);
        if (text == null) {
            return null;
        }
        if (!text.matches("\\d{1,9}")) {
            throw new BadNotification("field '" + name + "' must be a number of seconds, not '" + text + "'");
        }
        return Long.parseLong(text) * 1_000;
    }

    /** Units of {@code perSecond} since 1970, or null when absent or 0, which stands for "never". */
    @Nullable Instant since1970(String name, long perSecond) {
        String text = optional(name);
        if (text == null || text.matches("0+")) {
            return null;
        }
        if (!text.matches("\\d{1,17}")) {
            throw new BadNotification("field '" + name + "' must be a time since 1970, not '" + text + "'");
        }
        long units = Long.parseLong(text);
        long nanos = units % perSecond * (1_000_000_000 / perSecond);
        return plausible(name, Instant.ofEpochSecond(units / perSecond, nanos));
    }

    /** A time that {@code format} can read, in {@code zone} where it has none of its own, or null when absent. */
    @Nullable Instant time(String name, DateTimeFormatter format, ZoneId zone, String example) {
        String text = optional(name);
        try {
            return text == null ? null : plausible(name, format.withZone(zone).parse(text, Instant::from));
        } catch (DateTimeException e) {
            throw new BadNotification("field '%s' must look like %s, not '%s'".formatted(name, example, text));
        }
    }

    /** The object in a field; one without fields when it is absent. */
    Fields inside(String name) {
        Object value = values.get(name);
        if (value != null && !(value instanceof Map)) {
            throw new BadNotification("field '" + name + "' must be an object, not " + kind(value));
        }
        Map<String, Object> inside = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, each) -> inside.put(String.valueOf(key), each));
        }
        return new Fields(inside);
    }

    /** ISO-8601 with an offset, or null when absent. */
    @Nullable Instant instant(String name) {
        String text = optional(name);
        try {
            return text == null
                    ? null
                    : plausible(name, OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            throw new BadNotification("field '" + name + "' must be an ISO-8601 time with offset, not '" + text + "'");
        }
    }

    /** A clock that was never set says 1970 and a typing error 20226: neither is a call's time. */
    static Instant plausible(String name, Instant time) {
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw new BadNotification("field '" + name + "' must lie between 1971 and 2100, not '" + time + "'");
        }
        return time;
    }

    <E extends Enum<E>> @Nullable E oneOf(String name, Class<E> type) {
        String text = optional(name);
        try {
            return text == null ? null : Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadNotification("field '%s' must be one of %s, not '%s'"
                    .formatted(name, Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT), text));
        }
    }

    /** An http(s) URL, or one of an object in a bucket. */
    String recordingUrl(String name) {
        String text = required(name);
        return text.matches("s3://[^/]+/.+") ? text : httpUrl(name);
    }

    String httpUrl(String name) {
        String text = required(name);
        try {
            URI uri = new URI(text.replace(" ", "%20"));
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getRawUserInfo() != null) {
                throw new BadNotification("field '" + name + "' must name neither user nor password");
            }
            if (http && uri.getHost() != null) {
                return text;
            }
        } catch (URISyntaxException e) {
            throw new BadNotification("field '" + name + "' is not a URL: " + e.getReason());
        }
        throw new BadNotification("field '" + name + "' must be an http or https URL, not '" + text + "'");
    }

    private static String kind(Object value) {
        return switch (value) {
            case Map<?, ?> map -> "an object";
            case Iterable<?> list -> "a list";
            default -> value.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        };
    }
}
