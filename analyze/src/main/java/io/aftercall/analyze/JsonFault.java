package io.aftercall.analyze;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.InvalidFormatException;

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
        if (e.getOriginalMessage().startsWith("No content")) {
            return "is empty";
        }
        Matcher kind = OF_A_KIND.matcher(e.getOriginalMessage());
        if (kind.find()) {
            return "is of the wrong kind: " + kind.group(1).toLowerCase(Locale.ROOT);
        }
        if (e instanceof InvalidFormatException format) {
            return "cannot be '%s'%s".formatted(format.getValue(), known(format.getTargetType()));
        }
        Throwable cause = e.getCause();
        String reason = cause == null || cause.getMessage() == null ? e.getOriginalMessage() : cause.getMessage();
        String line = reason.lines().findFirst().orElse(reason);
        return FOR_PROGRAMMERS.matcher(line).replaceFirst("");
    }

    private static String known(@Nullable Class<?> type) {
        Object[] values = type == null ? null : type.getEnumConstants();
        return values == null
                ? ""
                : Arrays.stream(values)
                        .map(value -> value.toString().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ", ", only one of ", ""));
    }
}
