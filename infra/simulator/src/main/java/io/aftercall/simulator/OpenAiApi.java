package io.aftercall.simulator;

import io.aftercall.simulator.Faults.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The part of OpenAI's HTTP API that the line uses. */
record OpenAiApi(FaultyService service, Transcriptions transcriptions, Completions completions) {
    private static final List<String> MODELS = List.of(
            "whisper-1", "gpt-4o-transcribe", "gpt-transcribe", "gpt-5.2", "gpt-5.4-mini", "text-embedding-3-small");

    void handle(Exchange exchange) throws IOException {
        try {
            if (exchange.header("Authorization").isBlank()) {
                throw OpenAiError.of(401, "You didn't provide an API key. Provide it in an Authorization header.");
            }
            route(exchange);
        } catch (OpenAiError e) {
            service.stats().count(exchange.path(), "rejected");
            exchange.answer(e.reply());
        }
    }

    private void route(Exchange exchange) throws IOException {
        String path = exchange.path();
        switch (exchange.method() + " " + path) {
            case "POST /v1/audio/transcriptions" -> {
                try (Transcriptions.Upload upload = transcriptions.receive(exchange)) {
                    service.serve(exchange, Target.SPEECH, path, upload.bytes(), fate -> transcriptions.reply(upload));
                }
            }
            case "POST /v1/chat/completions" -> {
                JsonNode request = body(exchange, "messages");
                model(exchange, path, request.get("messages"), fate -> completions.chat(request, fate));
            }
            case "POST /v1/responses" -> {
                JsonNode request = body(exchange, "input");
                model(exchange, path, request.get("input"), fate -> completions.responses(request, fate));
            }
            case "POST /v1/embeddings" -> {
                JsonNode request = body(exchange, "input");
                model(exchange, path, request.get("input"), fate -> Embeddings.reply(request));
            }
            case "GET /v1/models" -> {
                service.stats().count(path, "ok");
                exchange.answer(models());
            }
            default -> throw OpenAiError.of(404, "Invalid URL (" + exchange.method() + " " + path + ")");
        }
    }

    private void model(Exchange exchange, String path, JsonNode prompt, FaultyService.Work work) throws IOException {
        service.serve(exchange, Target.MODEL, path, prompt.toString().getBytes(StandardCharsets.UTF_8), work);
    }

    private static JsonNode body(Exchange exchange, String needed) throws IOException {
        JsonNode request;
        try {
            request = Reply.JSON.readTree(exchange.bodyAsText());
        } catch (JacksonException e) {
            throw OpenAiError.badRequest("We could not parse the JSON body of your request.", null);
        }
        for (String field : List.of("model", needed)) {
            if (!request.hasNonNull(field)) {
                throw OpenAiError.badRequest("Missing required parameter: '" + field + "'.", field);
            }
        }
        return request;
    }

    private static Reply models() {
        List<Map<String, Object>> models = MODELS.stream().map(OpenAiApi::model).toList();
        return Reply.json(Map.of("object", "list", "data", models));
    }

    private static Map<String, Object> model(String id) {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("id", id);
        model.put("object", "model");
        model.put("created", 1_735_689_600);
        model.put("owned_by", "simulator");
        return model;
    }
}
