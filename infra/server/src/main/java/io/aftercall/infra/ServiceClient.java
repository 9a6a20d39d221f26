package io.aftercall.infra;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The running service as the commands reach it: at {@code AFTERCALL_URL}, with {@code AFTERCALL_API_TOKEN} if that is set. */
final class ServiceClient {
    private static final String DEFAULT = "http://127.0.0.1:8000";
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final URI url;
    private final @Nullable String token;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private ServiceClient(URI url, @Nullable String token) {
        this.url = url;
        this.token = token;
    }

    /** What was answered, whatever the status. */
    record Answer(int status, JsonNode body) {
        /** The service's own words on what is wrong. */
        String detail() {
            return body.at("/detail").asString("HTTP " + status);
        }
    }

    /** @throws IllegalArgumentException when {@code AFTERCALL_URL} is no http address */
    static ServiceClient of(Map<String, String> environment) {
        String address = environment.getOrDefault("AFTERCALL_URL", "").strip();
        String url = address.isEmpty() ? DEFAULT : address.replaceAll("/+$", "");
        if (!url.matches("https?://[^/\\s]+(/\\S*)?")) {
            throw new IllegalArgumentException("AFTERCALL_URL is '" + address + "', which is no http address");
        }
        String token = environment.getOrDefault("AFTERCALL_API_TOKEN", "").strip();
        return new ServiceClient(URI.create(url), token.isEmpty() ? null : token);
    }

    /**
     * @throws IOException when nobody answers, or not as this service does; the message says what to look at
     */
    Answer get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    /** As {@link #get}. */
    Answer post(String path) throws IOException, InterruptedException {
        return send(request(path).POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** As {@link #get}. */
    Answer post(String path, byte[] body) throws IOException, InterruptedException {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    /** As {@link #get}, with a file as the body. */
    Answer post(String path, Path file) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofFile(file)));
    }

    /** As {@link #get}. */
    Answer delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(LIMIT);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer;
        try {
            answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw said("nobody answers at " + url
                    + ": is the service up (./aftercall up)? AFTERCALL_URL says where it is");
        } catch (IOException e) {
            throw said("%s did not answer: %s".formatted(url, e.getMessage() == null ? e : e.getMessage()));
        }
        if (answer.statusCode() == 401) {
            throw said(url
                    + (token == null
                            ? " wants a token: set AFTERCALL_API_TOKEN"
                            : " does not accept the token in AFTERCALL_API_TOKEN"));
        }
        JsonNode body = body(answer);
        if (body.at("/detail").asString("").startsWith("there is nothing at ")) {
            throw said(url + " does not have the stage api; AFTERCALL_URL must name a process that has");
        }
        return new Answer(answer.statusCode(), body);
    }

    private JsonNode body(HttpResponse<String> answer) throws IOException {
        try {
            JsonNode body = JSON.readTree(answer.body());
            if (body.isObject()) {
                return body;
            }
        } catch (JacksonException e) {
            throw said("what answers at %s (HTTP %d) is not Aftercall".formatted(url, answer.statusCode()));
        }
        throw said("what answers at %s (HTTP %d) is not Aftercall".formatted(url, answer.statusCode()));
    }

    /** Without a cause: the sentence is all a person needs. */
    private static IOException said(String fact) {
        return new IOException(fact);
    }
}
