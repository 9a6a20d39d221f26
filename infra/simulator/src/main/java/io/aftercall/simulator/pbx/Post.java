package io.aftercall.simulator.pbx;

import java.util.Map;

/**
 * One notification.
 *
 * @param path of the webhook that takes it, with its query
 */
public record Post(String path, String contentType, String body, Headers headers) {
    static final String FORM = "application/x-www-form-urlencoded";

    /** By the whole address it is posted to, which some systems sign. */
    public interface Headers {
        Map<String, String> to(String url);
    }

    /** The same wherever it is posted to. */
    private record Fixed(Map<String, String> headers) implements Headers {
        @Override
        public Map<String, String> to(String url) {
            return headers;
        }
    }

    public static Post json(String path, String body, Map<String, String> headers) {
        return new Post(path, "application/json", body, new Fixed(headers));
    }

    static Post form(String path, Map<String, String> fields, Map<String, String> headers) {
        return new Post(path, FORM, Signatures.form(fields), new Fixed(headers));
    }
}
