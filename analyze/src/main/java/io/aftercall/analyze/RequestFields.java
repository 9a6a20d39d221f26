package io.aftercall.analyze;

import io.aftercall.ingest.CallJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The fields of a request's JSON object, read with doubt: every method throws {@link Bad} for what cannot be. */
public record RequestFields(Map<String, Object> fields) {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** A field or a body that cannot be; the message names it and is answered to the caller. */
    public static class Bad extends RuntimeException {
        public Bad(String fact) {
            super(fact);
        }
    }

    /** More than anybody reads. */
    public static final class TooLong extends Bad {
        private TooLong(String fact) {
            super(fact);
        }
    }

    /**
     * @param tooLong is said of a body of more than {@code most} bytes
     * @throws TooLong of such a body
     * @throws Bad when it is no JSON object
     */
    public static RequestFields read(InputStream in, int most, String tooLong) throws IOException {
        byte[] body = in.readNBytes(most + 1);
        if (body.length > most) {
            throw new TooLong(tooLong);
        }
        try {
            Map<String, Object> fields = JSON.readValue(body, OBJECT);
            if (fields != null) {
                return new RequestFields(fields);
            }
        } catch (JacksonException e) {
            throw new Bad(CallJson.notAnObject(e));
        }
        throw new Bad("the body is not a JSON object: null");
    }

    /** Not blank, and as it was sent. */
    public String required(String name) {
        return text("field '" + name + "'", fields.get(name));
    }

    /** Without what nobody can have written: control characters, halves of characters, marks of byte order. */
    public String text(String name, int longest) {
        return text("field '" + name + "'", fields.get(name), longest);
    }

    /** At least one, each as {@link #text}. */
    public List<String> texts(String name, int most, int longest) {
        return each(name, required(name, List.class), most, item -> text(item.name, item.value, longest));
    }

    public long integer(String name) {
        return integer("field '" + name + "'", fields.get(name));
    }

    public @Nullable Long optionalInteger(String name) {
        return fields.get(name) == null ? null : integer(name);
    }

    /** At least one. */
    public List<Long> integers(String name, int most) {
        return each(name, required(name, List.class), most, item -> integer(item.name, item.value));
    }

    /** None when the field is absent; each from zero to {@code largest}. */
    public List<Double> amounts(String name, int most, long largest) {
        Object given = fields.get(name);
        return given == null || given.equals(List.of())
                ? List.of()
                : each(name, required(name, List.class), most, item -> amount(item.name, item.value, largest));
    }

    /** The first of {@code known} when the field is absent. */
    public String oneOf(String name, List<String> known) {
        Object given = fields.get(name);
        if (given == null) {
            return known.getFirst();
        }
        if (!(given instanceof String text) || !known.contains(text)) {
            throw new Bad("field '%s' must be one of %s".formatted(name, String.join(", ", known)));
        }
        return text;
    }

    /** A whole number as it stands in an address. */
    public static long integerIn(String name, String given) {
        return WholeNumber.of(given).orElseThrow(() -> new Bad(name + " must be a whole number"));
    }

    /** Those of {@code text} that somebody can have written. */
    public static String clean(String text) {
        return text.replaceAll("[\\p{Cc}&&[^\\n\\t\\r]]|\\p{Cs}|\\ufeff", " ").strip();
    }

    /** Also spaces that do not break and those without width, which Java does not call blank. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\s\\p{Z}\\p{Cf}\\p{Cc}]*");

    private record Item(String name, @Nullable Object value) {}

    private static <T> List<T> each(String name, List<?> given, int most, Function<Item, T> read) {
        if (given.isEmpty() || given.size() > most) {
            throw new Bad("field '%s' must have 1 to %d entries, not %d".formatted(name, most, given.size()));
        }
        List<T> all = new ArrayList<>();
        for (Object value : given) {
            all.add(read.apply(new Item("field '%s[%d]'".formatted(name, all.size()), value)));
        }
        return List.copyOf(all);
    }

    private <T> T required(String name, Class<T> type) {
        Object value = fields.get(name);
        if (!type.isInstance(value)) {
            throw new Bad("field '%s' %s".formatted(name, value == null ? "is missing" : "must be a list"));
        }
        return type.cast(value);
    }

    private static String text(String name, @Nullable Object value, int longest) {
        String text = text(name, value);
        if (text.codePointCount(0, text.length()) > longest) {
            throw new Bad("%s is longer than %d characters".formatted(name, longest));
        }
        return text(name, clean(text));
    }

    private static String text(String name, @Nullable Object value) {
        if (!(value instanceof String text)) {
            throw new Bad(name + (value == null ? " is missing" : " must be text"));
        }
        if (INVISIBLE.matcher(text).matches()) {
            throw new Bad(name + " is empty");
        }
        return text;
    }

    private static long integer(String name, @Nullable Object value) {
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw new Bad(name + (value == null ? " is missing" : " must be a whole number"));
    }

    private static double amount(String name, @Nullable Object value, long largest) {
        if (value instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() <= largest) {
            return number.doubleValue();
        }
        throw new Bad("%s must be a number, 0 to %d".formatted(name, largest));
    }
}
