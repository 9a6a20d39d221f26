package io.aftercall.analyze.api.records;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/** {@code {code,status,message,data}}; what is not known stands there as null. */
final class Envelope {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Envelope() {}

    static ResponseEntity<byte[]> ok(String message, Object data) {
        return of(ResponseEntity.ok(), 200, "ok", message, data);
    }

    /** One page of a list. */
    static ResponseEntity<byte[]> page(String message, List<?> rows, long total, long lastPage) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("data", rows);
        data.put("total", total);
        data.put("last_page", lastPage);
        return ok(message, data);
    }

    static ResponseEntity<byte[]> error(int code, String message) {
        return of(ResponseEntity.status(code), code, "error", message, null);
    }

    /** Asked again in a few seconds it may work. */
    static ResponseEntity<byte[]> later(String message) {
        return of(ResponseEntity.status(503).header("Retry-After", "5"), 503, "error", message, null);
    }

    private static ResponseEntity<byte[]> of(
            ResponseEntity.BodyBuilder answer, int code, String status, String message, @Nullable Object data) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("code", code);
        body.put("status", status);
        body.put("message", message);
        body.put("data", data);
        return answer.contentType(MediaType.APPLICATION_JSON).body(JSON.writeValueAsBytes(body));
    }
}
