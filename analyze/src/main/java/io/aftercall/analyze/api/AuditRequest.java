package io.aftercall.analyze.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON object of an audit, read with doubt. */
record AuditRequest(Map<String, Object> fields) {
    private static final int LARGEST_ESCAPE = 6;
    private static final int BESIDES_THE_TEXT = 64 * 1024;
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** @throws BadAudit when the body is too large or no JSON object */
    static AuditRequest read(HttpServletRequest request, int maxText) throws IOException {
        int most = maxText * LARGEST_ESCAPE + BESIDES_THE_TEXT;
        byte[] body = request.getInputStream().readNBytes(most + 1);
        if (body.length > most) {
            throw tooLong(maxText);
        }
        try {
            Map<String, Object> fields = JSON.readValue(body, OBJECT);
            if (fields != null) {
                return new AuditRequest(fields);
            }
        } catch (JacksonException e) {
            throw new BadAudit("the body is not a JSON object: " + e.getOriginalMessage());
        }
        throw new BadAudit("the body is not a JSON object: null");
    }

    /** The text without what nobody can have said: control characters, halves of characters, marks of byte order. */
    String dialogue(int maxText) {
        String text = required("dialog_text");
        if (text.length() > maxText) {
            throw tooLong(maxText);
        }
        String clean = text.replaceAll("[\\p{Cc}&&[^\\n\\t\\r]]|\\p{Cs}|\\ufeff", " ");
        if (clean.codePoints().noneMatch(Character::isLetterOrDigit)) {
            throw new BadAudit("field 'dialog_text' has no words in it");
        }
        return clean.strip();
    }

    String required(String name) {
        if (!(fields.get(name) instanceof String text)) {
            throw new BadAudit(
                    fields.get(name) == null ? "field '" + name + "' is missing" : "field '" + name + "' must be text");
        }
        if (text.isBlank()) {
            throw new BadAudit("field '" + name + "' is empty");
        }
        return text;
    }

    private static BadAudit tooLong(int maxText) {
        return new BadAudit("field 'dialog_text' is longer than %d characters".formatted(maxText));
    }
}
