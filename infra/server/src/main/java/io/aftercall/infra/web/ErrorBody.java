package io.aftercall.infra.web;

import io.aftercall.ingest.CallJson;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The two shapes of an error: {@code {"detail"}}, and under {@code /v1/} the robot platform's {@code {code,status,message,data}}. */
final class ErrorBody {
    private ErrorBody() {}

    /** @param path that was asked for, as it was sent */
    static byte[] of(String path, int status, String fact) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        if (path.startsWith("/v1/")) {
            body.put("code", status);
            body.put("status", "error");
            body.put("message", fact);
            body.put("data", null);
        } else {
            body.put("detail", fact);
        }
        return CallJson.write(body);
    }
}
