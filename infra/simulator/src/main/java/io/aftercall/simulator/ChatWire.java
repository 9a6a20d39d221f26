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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The shapes of a chat completion, whole and as events. */
final class ChatWire {
    private ChatWire() {}

    private static Map<String, Object> usage(String prompt, String content) {
        int in = tokens(prompt);
        int out = tokens(content);
        return object(
                "prompt_tokens",
                in,
                "completion_tokens",
                out,
                "total_tokens",
                in + out,
                "prompt_tokens_details",
                object("cached_tokens", 0, "audio_tokens", 0),
                "completion_tokens_details",
                object("reasoning_tokens", 0, "audio_tokens", 0));
    }

    static Map<String, Object> answer(JsonNode request, String prompt, String content) {
        Map<String, Object> message = object("role", "assistant", "content", content, "refusal", null);
        return object(
                // Begins as the input's hash in the statistics does.
                "id", id("chatcmpl-", request.get("messages").toString()),
                "object", "chat.completion",
                "created", CREATED,
                "model", request.get("model").asString(""),
                "choices", List.of(object("index", 0, "message", message, "logprobs", null, "finish_reason", "stop")),
                "usage", usage(prompt, content),
                "system_fingerprint", "fp_simulator");
    }

    static Reply events(JsonNode request, String prompt, String content) {
        List<Map<String, Object>> choices = new ArrayList<>();
        choices.add(choice(object("role", "assistant", "content", ""), null));
        pieces(content).forEach(piece -> choices.add(choice(object("content", piece), null)));
        choices.add(choice(object(), "stop"));
        StringBuilder events = new StringBuilder();
        for (Map<String, Object> choice : choices) {
            events.append(event(chunk(request, prompt, List.of(choice))));
        }
        if (request.path("stream_options").path("include_usage").asBoolean(false)) {
            Map<String, Object> last = chunk(request, prompt, List.of());
            last.put("usage", usage(prompt, content));
            events.append(event(last));
        }
        return Reply.events(events.append("data: [DONE]\n\n").toString());
    }

    private static Map<String, Object> choice(Map<String, Object> delta, @Nullable String finish) {
        return object("index", 0, "delta", delta, "logprobs", null, "finish_reason", finish);
    }

    private static Map<String, Object> chunk(JsonNode request, String prompt, List<Map<String, Object>> choices) {
        return object(
                "id",
                id("chatcmpl-", prompt),
                "object",
                "chat.completion.chunk",
                "created",
                CREATED,
                "model",
                request.get("model").asString(""),
                "choices",
                choices);
    }
}
