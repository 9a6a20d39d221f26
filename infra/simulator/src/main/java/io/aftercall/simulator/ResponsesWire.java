package io.aftercall.simulator;

import static io.aftercall.simulator.Wire.CREATED;
import static io.aftercall.simulator.Wire.event;
import static io.aftercall.simulator.Wire.id;
import static io.aftercall.simulator.Wire.object;
import static io.aftercall.simulator.Wire.pieces;
import static io.aftercall.simulator.Wire.tokens;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The shapes of a response, whole and as events. */
final class ResponsesWire {
    private ResponsesWire() {}

    static Map<String, Object> response(JsonNode request, String prompt, String content, boolean done) {
        int in = tokens(prompt);
        int out = tokens(content);
        Map<String, Object> usage = object(
                "input_tokens",
                in,
                "input_tokens_details",
                object("cached_tokens", 0, "cache_write_tokens", 0),
                "output_tokens",
                out,
                "output_tokens_details",
                object("reasoning_tokens", 0),
                "total_tokens",
                in + out);
        return object(
                "id",
                id("resp_", prompt),
                "object",
                "response",
                "created_at",
                CREATED,
                "status",
                done ? "completed" : "in_progress",
                "error",
                null,
                "incomplete_details",
                null,
                "instructions",
                null,
                "metadata",
                object(),
                "model",
                request.get("model").asString(""),
                "output",
                done ? List.of(message(prompt, content, true)) : List.of(),
                "parallel_tool_calls",
                true,
                "temperature",
                1.0,
                "tool_choice",
                "auto",
                "tools",
                List.of(),
                "top_p",
                1.0,
                "usage",
                done ? usage : null);
    }

    private static Map<String, Object> message(String prompt, String content, boolean done) {
        return object(
                "id",
                id("msg_", prompt),
                "type",
                "message",
                "status",
                done ? "completed" : "in_progress",
                "role",
                "assistant",
                "content",
                done ? List.of(part(content)) : List.of());
    }

    private static Map<String, Object> part(String text) {
        return object("type", "output_text", "text", text, "annotations", List.of(), "logprobs", List.of());
    }

    static Reply events(JsonNode request, String prompt, String content) {
        String item = id("msg_", prompt);
        List<Map<String, Object>> events = new ArrayList<>();
        Map<String, Object> begun = response(request, prompt, content, false);
        events.add(object("type", "response.created", "response", begun));
        events.add(object("type", "response.in_progress", "response", begun));
        events.add(object("type", "response.output_item.added", "item", message(prompt, content, false)));
        events.add(object("type", "response.content_part.added", "item_id", item, "part", part("")));
        for (String piece : pieces(content)) {
            events.add(object("type", "response.output_text.delta", "item_id", item, "delta", piece));
        }
        events.add(object("type", "response.output_text.done", "item_id", item, "text", content));
        events.add(object("type", "response.content_part.done", "item_id", item, "part", part(content)));
        events.add(object("type", "response.output_item.done", "item", message(prompt, content, true)));
        events.add(object("type", "response.completed", "response", response(request, prompt, content, true)));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < events.size(); i++) {
            Map<String, Object> event = events.get(i);
            event.put("sequence_number", i);
            event.put("output_index", 0);
            event.put("content_index", 0);
            event.put("logprobs", List.of());
            text.append("event: ").append(event.get("type")).append('\n').append(event(event));
        }
        return Reply.events(text.toString());
    }
}
