package io.aftercall.infra.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The simulator in a process of its own: PBX, speech and language model, chat; answers take 1 s in the mean, 20 s at most. */
final class StandIns implements AutoCloseable {
    static final String SPEECH = "/v1/audio/transcriptions";
    static final String MODEL = "/v1/chat/completions";
    static final String EMBEDDINGS = "/v1/embeddings";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client = HttpClient.newHttpClient();
    private final JavaChild child;
    private final String pbx;
    private final String openAi;
    private final String chat;

    private StandIns(JavaChild child) throws IOException, InterruptedException {
        this.child = child;
        this.pbx = child.said(Pattern.compile("PBX +(http\\S+?)/recordings"));
        this.openAi = child.said(Pattern.compile("OpenAI +(http\\S+)"));
        this.chat = child.said(Pattern.compile("CHAT_WEBHOOK_URL=(http\\S+)"));
    }

    static StandIns start(Path home, int seed) throws IOException, InterruptedException {
        return start(home, seed, 1_000, 20_000, 1);
    }

    /** Models answer in so many milliseconds, always. */
    static StandIns answeringIn(Path home, int seed, int millis) throws IOException, InterruptedException {
        return start(home, seed, millis, millis, 0);
    }

    private static StandIns start(Path home, int seed, int mean, int most, int spread)
            throws IOException, InterruptedException {
        JavaChild child = JavaChild.start(
                home,
                List.of(),
                List.of(
                        "simulate",
                        "--pbx-port",
                        "0",
                        "--openai-port",
                        "0",
                        "--chat-port",
                        "0",
                        "--speech-latency",
                        String.valueOf(mean),
                        "--model-latency",
                        String.valueOf(mean),
                        "--max-latency",
                        String.valueOf(most),
                        "--latency-spread",
                        String.valueOf(spread),
                        "--seed",
                        String.valueOf(seed)));
        try {
            return new StandIns(child);
        } catch (IOException | InterruptedException | RuntimeException e) {
            child.close();
            throw e;
        }
    }

    String pbxUrl() {
        return pbx;
    }

    String openAiUrl() {
        return openAi;
    }

    String chatUrl() {
        return chat;
    }

    Usage usage() throws IOException {
        return child.usage();
    }

    /** What it has counted since the last {@link #forget}. */
    Counts counts() throws IOException, InterruptedException {
        return new Counts(ask("GET", pbx + "/simulator/stats").path("endpoints"));
    }

    void forget() throws IOException, InterruptedException {
        ask("DELETE", pbx + "/simulator/stats");
        ask("DELETE", chat + "/messages");
    }

    /** The reminders it got, each by its id. */
    List<String> reminders() throws IOException, InterruptedException {
        return ask("GET", chat + "/messages")
                .valueStream()
                .map(message -> message.path("headers").path("webhook-id").asString(""))
                .toList();
    }

    /** By endpoint. */
    record Counts(JsonNode endpoints) {
        int requests(String endpoint) {
            return endpoints.path(endpoint).path("requests").asInt(0);
        }

        int mostInFlight(String endpoint) {
            return endpoints.path(endpoint).path("mostInFlight").asInt(0);
        }

        List<Long> latencies(String endpoint) {
            return values(endpoint, "latencies", JsonNode::asLong);
        }

        /** Milliseconds that it took over each answer, its own work included, in the order it gave them. */
        List<Double> answered(String endpoint) {
            return values(endpoint, "answered", JsonNode::asDouble);
        }

        private <T> List<T> values(String endpoint, String name, Function<JsonNode, T> value) {
            return endpoints.path(endpoint).path(name).valueStream().map(value).toList();
        }
    }

    private JsonNode ask(String method, String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException("%s %s: HTTP %d".formatted(method, url, answer.statusCode()));
        }
        return JSON.readTree(answer.body());
    }

    @Override
    public void close() throws IOException {
        child.close();
    }
}
