package io.aftercall.simulator;

import io.aftercall.simulator.model.Judge;
import io.aftercall.simulator.model.SchemaFiller;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /v1/chat/completions} and {@code POST /v1/responses}: the judge's answer, in the schema asked for. */
record Completions(Judge judge) {
    Reply chat(JsonNode request, Fate.Kind fate) {
        JsonNode format = request.path("response_format");
        String prompt = text(request.get("messages"));
        String content = content(
                prompt,
                format.path("type").asString("text"),
                format.path("json_schema").path("schema"),
                fate);
        return request.path("stream").asBoolean(false)
                ? ChatWire.events(request, prompt, content)
                : Reply.json(ChatWire.answer(request, prompt, content));
    }

    Reply responses(JsonNode request, Fate.Kind fate) {
        JsonNode format = request.path("text").path("format");
        String prompt = text(request.path("instructions")) + "\n" + text(request.get("input"));
        String content = content(prompt, format.path("type").asString("text"), format.path("schema"), fate);
        return request.path("stream").asBoolean(false)
                ? ResponsesWire.events(request, prompt, content)
                : Reply.json(ResponsesWire.response(request, prompt, content, true));
    }

    /** All text of a prompt: a string, or messages whose content is a string or parts with a text. */
    private static String text(JsonNode node) {
        StringBuilder text = new StringBuilder();
        if (node.isString()) {
            text.append(node.asString()).append('\n');
        }
        if (node.isArray()) {
            node.forEach(part -> text.append(text(part)));
        }
        if (node.isObject()) {
            text.append(text(node.path("content"))).append(text(node.path("text")));
        }
        return text.toString();
    }

    private String content(String prompt, String format, JsonNode schema, Fate.Kind fate) {
        ObjectNode answer = judge.answer(prompt);
        String content =
                switch (format) {
                    case "json_schema" -> SchemaFiller.fill(schema, answer).toString();
                    case "json_object" -> answer.toString();
                    default -> plain(answer);
                };
        return fate == Fate.Kind.MALFORMED_CONTENT ? content.substring(0, content.length() * 2 / 3) : content;
    }

    private static String plain(JsonNode answer) {
        String summary = answer.path("summary").asString("");
        return summary.isBlank() ? "OK." : summary;
    }
}
