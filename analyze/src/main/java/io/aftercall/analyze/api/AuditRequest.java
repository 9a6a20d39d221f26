package io.aftercall.analyze.api;

import io.aftercall.analyze.RequestFields;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;

/** The JSON object of an audit. */
record AuditRequest(RequestFields json) {
    private static final int LARGEST_ESCAPE = 6;
    private static final int BESIDES_THE_TEXT = 64 * 1024;

    /**
     * @throws BadAudit when the body is too large for any text
     * @throws RequestFields.Bad when it is no JSON object
     */
    static AuditRequest read(HttpServletRequest request, int maxText) throws IOException {
        int most = maxText * LARGEST_ESCAPE + BESIDES_THE_TEXT;
        try {
            return new AuditRequest(RequestFields.read(request.getInputStream(), most, tooLong(maxText)));
        } catch (RequestFields.TooLong bad) {
            throw new BadAudit("text_too_long", String.valueOf(bad.getMessage()));
        }
    }

    Map<String, Object> fields() {
        return json.fields();
    }

    String dialogue(int maxText) {
        String text = text();
        if (text.length() > maxText) {
            throw new BadAudit("text_too_long", tooLong(maxText));
        }
        String clean = RequestFields.clean(text);
        if (clean.codePoints().noneMatch(Character::isLetterOrDigit)) {
            throw new BadAudit("no_words", "field 'dialog_text' has no words in it");
        }
        return clean;
    }

    private String text() {
        try {
            return required("dialog_text");
        } catch (RequestFields.Bad bad) {
            throw new BadAudit("no_words", String.valueOf(bad.getMessage()));
        }
    }

    String required(String name) {
        return json.required(name);
    }

    private static String tooLong(int maxText) {
        return "field 'dialog_text' is longer than %d characters".formatted(maxText);
    }
}
