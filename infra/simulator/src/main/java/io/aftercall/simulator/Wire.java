package io.aftercall.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the two wire formats of a model's answer have in common. */
final class Wire {
    static final long CREATED = 1_767_225_600;
    private static final int PIECE = 80;

    private Wire() {}

    /** An object of the wire format, in the order of its fields; a null value stays. */
    static Map<String, Object> object(@Nullable Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return object;
    }

    /** Four bytes of UTF-8 a token: near enough for any of the three languages. */
    static int tokens(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length / 4 + 1;
    }

    static String id(String prefix, String prompt) {
        return prefix + FaultyService.sha256(prompt).substring(0, 24);
    }

    static String event(Map<String, Object> data) {
        return "data: " + Reply.JSON.writeValueAsString(data) + "\n\n";
    }

    static List<String> pieces(String content) {
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < content.length(); ) {
            int end = Math.min(content.length(), at + PIECE);
            // Never between the two halves of a character.
            end += end < content.length() && Character.isLowSurrogate(content.charAt(end)) ? 1 : 0;
            pieces.add(content.substring(at, end));
            at = end;
        }
        return pieces;
    }
}
