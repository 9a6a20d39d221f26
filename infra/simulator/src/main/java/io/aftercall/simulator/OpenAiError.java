package io.aftercall.simulator;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A refusal in OpenAI's error envelope. */
final class OpenAiError extends RuntimeException {
    private final int status;
    private final String type;
    private final @Nullable String param;

    private OpenAiError(int status, String type, String message, @Nullable String param) {
        super(message);
        this.status = status;
        this.type = type;
        this.param = param;
    }

    static OpenAiError badRequest(String message, @Nullable String param) {
        return new OpenAiError(400, "invalid_request_error", message, param);
    }

    static OpenAiError of(int status, String message) {
        return new OpenAiError(status, "invalid_request_error", message, null);
    }

    Reply reply() {
        Map<String, Object> error = fields(String.valueOf(getMessage()), type, null);
        error.put("param", param);
        return Reply.json(status, Map.of("error", error));
    }

    static Map<String, Object> of(String message, String type, @Nullable String code) {
        return Map.of("error", fields(message, type, code));
    }

    private static Map<String, Object> fields(String message, String type, @Nullable String code) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", message);
        error.put("type", type);
        error.put("param", null);
        error.put("code", code);
        return error;
    }
}
