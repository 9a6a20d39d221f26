package io.aftercall.analyze.api.records;

import io.aftercall.analyze.NumberQuery;
import io.aftercall.analyze.NumberStatus;
import io.aftercall.analyze.RecordQuery;
import io.aftercall.analyze.RecordQuery.Range;
import io.aftercall.analyze.phone.Origin.Operator;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads queries from a request's parameters. A list is taken however it comes: {@code status[]=0&status[]=1},
 * {@code status[0]=0}, {@code status=0&status=1}, {@code status=0,1} or {@code status=[0,1]}; what is blank counts as absent.
 */
final class RecordParameters {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,12})?(-)?(\\d{1,12})?");
    private static final Pattern COMMA = Pattern.compile(",");
    private static final int LONGEST_ID = 500;

    private final Map<String, String[]> given;
    private final ZoneId zone;

    /** @param zone of times without an offset */
    RecordParameters(Map<String, String[]> given, ZoneId zone) {
        this.given = given;
        this.zone = zone;
    }

    RecordQuery records() {
        return checked(() -> new RecordQuery(
                required("task_id"),
                list("levels"),
                text("keyword"),
                ranges("bills"),
                ranges("rounds"),
                list("tags"),
                time("start_at", false),
                time("end_at", true),
                page()));
    }

    NumberQuery numbers() {
        return checked(() -> new NumberQuery(
                required("task_id"),
                list("status").stream().map(RecordParameters::status).collect(Collectors.toSet()),
                text("keyword"),
                list("type").stream().map(RecordParameters::operator).collect(Collectors.toSet()),
                page()));
    }

    boolean callHistory() {
        String value = text("call_history");
        if (value != null && !value.equals("0") && !value.equals("1")) {
            throw new BadRecordQuery("call_history must be 0 or 1, not '" + value + "'");
        }
        return "1".equals(value);
    }

    private static <T> T checked(Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw new BadRecordQuery(String.valueOf(e.getMessage()));
        }
    }

    private String required(String name) {
        String value = text(name);
        if (value == null) {
            throw new BadRecordQuery(name + " is missing");
        }
        if (value.length() > LONGEST_ID) {
            throw new BadRecordQuery(name + " must not be longer than " + LONGEST_ID);
        }
        return value;
    }

    private @Nullable String text(String name) {
        return values(name).findFirst().orElse(null);
    }

    private int page() {
        String value = text("page");
        if (value != null && !value.matches("-?\\d+")) {
            throw new BadRecordQuery("page must be a whole number, not '" + value + "'");
        }
        if (value != null && value.length() > 9) {
            throw new BadRecordQuery("page must have fewer digits than '" + value + "'");
        }
        return value == null ? 1 : Integer.parseInt(value);
    }

    private Stream<String> values(String name) {
        return given.entrySet().stream()
                .filter(parameter -> parameter.getKey().equals(name)
                        || (parameter.getKey().startsWith(name + "[")
                                && parameter.getKey().endsWith("]")))
                .flatMap(parameter -> Arrays.stream(parameter.getValue()))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private List<String> list(String name) {
        return values(name)
                .map(value ->
                        value.startsWith("[") && value.endsWith("]") ? value.substring(1, value.length() - 1) : value)
                .flatMap(value -> COMMA.splitAsStream(value))
                .map(value -> value.strip().replaceFirst("^\"(.*)\"$", "$1"))
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private List<Range> ranges(String name) {
        return list(name).stream().map(value -> range(name, value)).toList();
    }

    /** {@code 5}, {@code 5-10}, {@code 5-} or {@code -10}. */
    private static Range range(String name, String value) {
        Matcher parts = RANGE.matcher(value);
        if (!parts.matches() || (parts.group(1) == null && parts.group(3) == null)) {
            throw new BadRecordQuery(
                    "%s must be a number or a range like 5-10, 5- or -10, not '%s'".formatted(name, value));
        }
        Long least = number(parts.group(1));
        Long most = parts.group(2) == null ? least : number(parts.group(3));
        if (least != null && most != null && least > most) {
            throw new BadRecordQuery(
                    "%s must go from the smaller number to the larger, not '%s'".formatted(name, value));
        }
        return new Range(least, most);
    }

    private static @Nullable Long number(@Nullable String digits) {
        return digits == null ? null : Long.valueOf(digits);
    }

    private static NumberStatus status(String value) {
        return Stream.of(value)
                .filter(digits -> digits.matches("\\d{1,2}"))
                .flatMap(digits -> NumberStatus.of(Integer.parseInt(digits)).stream())
                .findFirst()
                .orElseThrow(() -> new BadRecordQuery("status must be 0 to 12, not '" + value + "'"));
    }

    private static Operator operator(String value) {
        return Arrays.stream(Operator.values())
                .filter(each -> each != Operator.OTHER
                        && each.name().toLowerCase(Locale.ROOT).equals(value))
                .findFirst()
                .orElseThrow(() -> new BadRecordQuery("type must be lt, dx or yd, not '" + value + "'"));
    }

    /** The second, or day, of {@code end_at} is included. */
    private @Nullable Instant time(String name, boolean end) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        try {
            LocalDateTime time = value.length() <= 10
                    ? LocalDate.parse(value).plusDays(end ? 1 : 0).atStartOfDay()
                    : LocalDateTime.parse(value.replaceFirst(" ", "T")).plusSeconds(end ? 1 : 0);
            if (end && time.getYear() > 9998) {
                // For ever.
                return null;
            }
            if (time.getYear() >= 1 && time.getYear() <= 9998) {
                return time.atZone(zone).toInstant();
            }
        } catch (DateTimeParseException e) {
            throw new BadRecordQuery(notATime(name, value));
        }
        throw new BadRecordQuery(notATime(name, value));
    }

    private static String notATime(String name, String value) {
        return "%s must be a date like 2020-03-06 or a time like 2020-03-06 22:32:37, not '%s'".formatted(name, value);
    }
}
