package io.aftercall.analyze;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;

/** What is wrong with JSON or YAML, and at which key: {@code criteria[2].weight is missing}. */
public final class JsonFault {
    /** What Jackson adds for programmers, at the end of its sentence. */
    private static final Pattern FOR_PROGRAMMERS = Pattern.compile("\\s*\\((?:start marker|set `|class |token `).*$");

    private static final Pattern OF_A_KIND =
            Pattern.compile("^Cannot deserialize value of type `[^`]*` from (\\w+) value");

    private JsonFault() {}

    public static String of(JacksonException e) {
        String key = key(e);
        boolean placed =
                key.isEmpty() && e.getLocation() != null && e.getLocation().getLineNr() > 0;
        return ((placed ? "line " + e.getLocation().getLineNr() + ":" : key) + " " + reason(e)).strip();
    }

    /** Empty where it is not known. */
    static String key(JacksonException e) {
        StringBuilder key = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            String name = step.getPropertyName();
            if (name == null) {
                key.append('[').append(step.getIndex()).append(']');
            } else {
                key.append(key.isEmpty() ? "" : ".").append(name);
            }
        }
        return key.toString();
    }

    private static String reason(JacksonException e) {
        if (e.getOriginalMessage().startsWith("Cannot map `null`")) {
            return "is missing";
        }
        if (e.getOriginalMessage().startsWith("Null value for creator")) {
            return "must not be null";
        }
        if (e.getOriginalMessage().startsWith("No content")) {
            return "is empty";
        }
        if (e instanceof InvalidFormatException format) {
            return "must be %s, not '%s'".formatted(wanted(format.getTargetType()), format.getValue());
        }
        Matcher kind = OF_A_KIND.matcher(e.getOriginalMessage());
        if (kind.find() && e instanceof MismatchedInputException mismatched) {
            return "must be %s, not %s"
                    .formatted(wanted(mismatched.getTargetType()), kind.group(1).toLowerCase(Locale.ROOT));
        }
        Throwable cause = e.getCause();
        String reason = cause == null || cause.getMessage() == null ? e.getOriginalMessage() : cause.getMessage();
        String line = reason.lines().findFirst().orElse(reason);
        return FOR_PROGRAMMERS.matcher(line).replaceFirst("");
    }

    private static String wanted(@Nullable Class<?> type) {
        if (type == null) {
            return "something else";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(value -> value.toString().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (type == String.class) {
            return "text";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        return type.isPrimitive() || Number.class.isAssignableFrom(type) ? "a number" : "an object";
    }
}
