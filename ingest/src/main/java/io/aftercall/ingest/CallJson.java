package io.aftercall.ingest;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How events and the objects of a call folder are written: JSON, absent fields left out, instants as ISO-8601 in UTC.
 * Unknown fields are tolerated, so that a process of an older release reads a newer one's events.
 */
public final class CallJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private CallJson() {}

    /** For clients that read and write these records themselves. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    public static byte[] write(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /** @throws Undecodable when {@code json} is not a {@code type} */
    public static <T> T read(byte[] json, Class<T> type) {
        try {
            T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw new IllegalArgumentException("the JSON is null");
            }
            return value;
        } catch (JacksonException | IllegalArgumentException e) {
            String fact = e instanceof JacksonException j ? j.getOriginalMessage() : e.getMessage();
            throw new Undecodable("not a " + type.getSimpleName() + ": " + fact, e);
        }
    }

    /** What is wrong with a request's body that was to be a JSON object, in words for whoever sent it. */
    public static String notAnObject(JacksonException e) {
        String fact = "the body is not a JSON object";
        return e instanceof StreamReadException && e.getLocation() != null
                ? "%s: line %d, column %d"
                        .formatted(
                                fact,
                                e.getLocation().getLineNr(),
                                e.getLocation().getColumnNr())
                : fact;
    }
}
