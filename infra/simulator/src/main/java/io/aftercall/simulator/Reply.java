package io.aftercall.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** An HTTP answer in memory. */
record Reply(int status, String contentType, Map<String, String> headers, String body) {
    static final JsonMapper JSON = JsonMapper.builder().build();

    static Reply json(Object value) {
        return json(200, value);
    }

    static Reply json(int status, Object value) {
        return new Reply(status, "application/json", Map.of(), JSON.writeValueAsString(value));
    }

    static Reply text(String text) {
        return new Reply(200, "text/plain; charset=utf-8", Map.of(), text);
    }

    /** Server-sent events, each already in its final lines. */
    static Reply events(String events) {
        return new Reply(200, "text/event-stream; charset=utf-8", Map.of(), events);
    }

    Reply with(String header, String value) {
        return new Reply(status, contentType, Map.of(header, value), body);
    }

    /** The first two thirds of it: no JSON any more. */
    Reply truncated() {
        return new Reply(status, contentType, headers, body.substring(0, body.length() * 2 / 3));
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    byte[] firstHalf() {
        byte[] bytes = bytes();
        return Arrays.copyOf(bytes, bytes.length / 2);
    }
}
