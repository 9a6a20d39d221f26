package io.aftercall.analyze.api;

import io.aftercall.analyze.RequestFields;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;

/** The JSON object of an audit. */
record AuditRequest(RequestFields json) {
    private static final int LARGEST_ESCAPE = 6;
    private static final int BESIDES_THE_TEXT = 64 * 1024;

    /** @throws RequestFields.Bad when the body is too large or no JSON object */
    static AuditRequest read(HttpServletRequest request, int maxText) throws IOException {
        int most = maxText * LARGEST_ESCAPE + BESIDES_THE_TEXT;
        return new AuditRequest(RequestFields.read(request.getInputStream(), most, tooLong(maxText)));
    }

    Map<String, Object> fields() {
        return json.fields();
    }

    String dialogue(int maxText) {
        String text = required("dialog_text");
        if (text.length() > maxText) {
            throw new BadAudit(tooLong(maxText));
        }
        String clean = RequestFields.clean(text);
        if (clean.codePoints().noneMatch(Character::isLetterOrDigit)) {
            throw new BadAudit("field 'dialog_text' has no words in it");
        }
        return clean;
    }

    String required(String name) {
        return json.required(name);
    }

    private static String tooLong(int maxText) {
        return "field 'dialog_text' is longer than %d characters".formatted(maxText);
    }
}
