package io.aftercall.analyze.model;

import io.aftercall.analyze.JsonFault;
import io.aftercall.analyze.Proposal;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/** A chat completion as it came over the wire, to be read with doubt. */
record Answer(JsonNode completion) {
    private static final int LONGEST_FAULT = 300;
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            // As it is meant is beyond doubt, and a repair is another paid request.
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Why an answer is of no use. */
    static final class Fault extends Exception {
        Fault(String fact) {
            super(fact);
        }
    }

    /** Empty when the body is no JSON object at all: then something other than a model has answered. */
    static Optional<Answer> of(byte[] body) {
        try {
            JsonNode completion = STRICT.readTree(body);
            return completion.isObject() ? Optional.of(new Answer(completion)) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** What the model wrote; empty when it wrote nothing. */
    String content() {
        return completion.at("/choices/0/message/content").asString("");
    }

    /** @throws Fault when this is not a complete proposal; the message says why, for people and for the model */
    Proposal proposal() throws Fault {
        String refusal = completion.at("/choices/0/message/refusal").asString("");
        String finish = completion.at("/choices/0/finish_reason").asString("");
        if (completion.at("/choices/0").isMissingNode()) {
            throw new Fault("it has no choices");
        }
        if (!refusal.isEmpty()) {
            throw new Fault("it is a refusal: " + shortened(refusal));
        }
        if (finish.equals("length") || finish.equals("content_filter")) {
            throw new Fault("it was cut off (finish_reason " + finish + ")");
        }
        if (content().isBlank()) {
            throw new Fault("it is empty");
        }
        try {
            return STRICT.readValue(content(), Proposal.class);
        } catch (JacksonException e) {
            throw new Fault("it does not fit the schema: " + shortened(JsonFault.of(e)));
        }
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.substring(0, Math.min(line.length(), LONGEST_FAULT));
    }
}
