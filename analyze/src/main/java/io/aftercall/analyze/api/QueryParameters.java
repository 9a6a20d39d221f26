package io.aftercall.analyze.api;

import io.aftercall.analyze.CallQuery;
import io.aftercall.analyze.CallState;
import io.aftercall.analyze.QueryTime;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a {@link CallQuery} from a request's parameters; what is blank counts as absent, as a form sends it. */
final class QueryParameters {
    /** What {@code state} may be. */
    static final String[] STATES = Stream.concat(
                    Arrays.stream(CallState.values()).map(CallState::jsonName),
                    Arrays.stream(CallQuery.Held.values()).map(CallQuery.Held::jsonName))
            .toArray(String[]::new);

    private static final int PAGE_SIZE = 50;

    private final Map<String, String> values;
    private final ZoneId zone;

    private QueryParameters(Map<String, String> values, ZoneId zone) {
        this.values = values;
        this.zone = zone;
    }

    /** @param zone of dates without a time; a date is a whole day, {@code to} inclusive */
    static CallQuery read(Map<String, String> values, ZoneId zone) {
        return new QueryParameters(values, zone).query();
    }

    private CallQuery query() {
        try {
            return new CallQuery(
                    text("q"),
                    text("managerId"),
                    time("from", 0),
                    time("to", 1),
                    integer("minScore"),
                    integer("maxScore"),
                    text("level"),
                    state(CallState.values(), CallState::jsonName),
                    state(CallQuery.Held.values(), CallQuery.Held::jsonName),
                    Objects.requireNonNullElse(
                            oneOf("sort", CallQuery.Order.values(), order -> order.name()
                                    .toLowerCase(Locale.ROOT)),
                            CallQuery.Order.NEWEST),
                    Objects.requireNonNullElse(integer("page"), 1),
                    Objects.requireNonNullElse(integer("size"), PAGE_SIZE));
        } catch (IllegalArgumentException e) {
            throw new BadQuery(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable String text(String name) {
        String value = values.getOrDefault(name, "").strip();
        return value.isEmpty() ? null : value;
    }

    private @Nullable Integer integer(String name) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        if (!value.matches("-?\\d{1,9}")) {
            throw new BadQuery("%s must be a whole number, not '%s'".formatted(name, value));
        }
        return Integer.valueOf(value);
    }

    private @Nullable Instant time(String name, int daysToAdd) {
        String value = text(name);
        return value == null ? null : QueryTime.read(name, value, daysToAdd, zone);
    }

    /** One parameter for both: what a call has reached, and that it gets no further. */
    private <T> @Nullable T state(T[] wanted, Function<T, String> named) {
        String value = oneOf("state", STATES, name -> name);
        return Arrays.stream(wanted)
                .filter(each -> named.apply(each).equals(value))
                .findFirst()
                .orElse(null);
    }

    private <T> @Nullable T oneOf(String name, T[] known, Function<T, String> named) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        return Arrays.stream(known)
                .filter(each -> named.apply(each).equals(value))
                .findFirst()
                .orElseThrow(() -> new BadQuery("%s must be one of %s, not '%s'"
                        .formatted(name, Arrays.stream(known).map(named).collect(Collectors.joining(", ")), value)));
    }
}
