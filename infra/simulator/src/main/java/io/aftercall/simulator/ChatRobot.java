package io.aftercall.simulator;

import io.aftercall.simulator.Faults.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** {@code /chat}: takes any message and keeps it, also when the sender is then told otherwise. */
final class ChatRobot {
    private final FaultyService service;
    private final List<ChatMessage> messages = new CopyOnWriteArrayList<>();

    ChatRobot(FaultyService service) {
        this.service = service;
    }

    List<ChatMessage> messages() {
        return List.copyOf(messages);
    }

    void clear() {
        messages.clear();
    }

    boolean handles(Exchange exchange) {
        return exchange.path().equals("/chat") || exchange.path().equals("/chat/messages");
    }

    void handle(Exchange exchange) throws IOException {
        switch (exchange.method() + " " + exchange.path()) {
            case "POST /chat" -> receive(exchange);
            case "GET /chat/messages" -> exchange.answer(Reply.json(messages));
            case "DELETE /chat/messages", "DELETE /chat" -> {
                clear();
                exchange.answer(Reply.json(Map.of("ok", true)));
            }
            default -> exchange.answer(Reply.json(405, Map.of("ok", false)));
        }
    }

    private void receive(Exchange exchange) throws IOException {
        String body = exchange.bodyAsText();
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.request().getHeaders().forEach(h -> headers.put(h.getName().toLowerCase(Locale.ROOT), h.getValue()));
        String query = exchange.request().getHttpURI().getQuery();
        ChatMessage message =
                new ChatMessage(exchange.method(), query == null ? "" : query, headers, body, Instant.now());
        service.serve(exchange, Target.CHAT, "/chat", body.getBytes(StandardCharsets.UTF_8), fate -> {
            messages.add(message);
            return Reply.json(Map.of("ok", true));
        });
    }
}
