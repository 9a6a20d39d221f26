package io.aftercall.analyze.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.openai.client.OpenAIClient;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A chat completions endpoint on 127.0.0.1 that gives the answers it was told to give, in that order, and keeps the questions. */
public final class StubModel implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer server;
    private final Queue<Reply> replies = new ArrayDeque<>();
    private final List<JsonNode> questions = new CopyOnWriteArrayList<>();
    private final OpenAIClient client;

    private record Reply(int status, Map<String, String> headers, String body) {}

    public StubModel() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", this::handle);
        server.start();
        client = PromptModelClient.of("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    /** The model writes this. */
    public StubModel writes(String content) {
        return completes("stop", content, null);
    }

    public StubModel completes(String finish, @Nullable String content, @Nullable String refusal) {
        var message = JSON.createObjectNode().put("role", "assistant");
        message.put("content", content);
        message.put("refusal", refusal);
        var completion = JSON.createObjectNode()
                .put("id", "chatcmpl-1")
                .put("object", "chat.completion")
                .put("created", 1)
                .put("model", "stub");
        completion
                .putArray("choices")
                .addObject()
                .put("index", 0)
                .put("finish_reason", finish)
                .set("message", message);
        return answers(200, Map.of(), completion.toString());
    }

    public StubModel answers(int status, Map<String, String> headers, String body) {
        replies.add(new Reply(status, headers, body));
        return this;
    }

    /** The bodies of the requests so far. */
    public List<JsonNode> questions() {
        return questions;
    }

    public OpenAIClient client() {
        return client;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            questions.add(JSON.readTree(exchange.getRequestBody().readAllBytes()));
            Reply reply = replies.poll();
            if (reply == null) {
                reply = new Reply(400, Map.of(), "{\"error\":{\"message\":\"one request too many\"}}");
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            reply.headers.forEach(exchange.getResponseHeaders()::set);
            byte[] body = reply.body.getBytes(UTF_8);
            exchange.sendResponseHeaders(reply.status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** From now on nobody listens at its address. */
    public void hangUp() {
        server.stop(0);
    }

    @Override
    public void close() {
        hangUp();
        client.close();
    }
}
