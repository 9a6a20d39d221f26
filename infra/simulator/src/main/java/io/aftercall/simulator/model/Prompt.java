package io.aftercall.simulator.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the JSON lines of a prompt ask about: the ids of criteria and the utterances; other lines do not count. */
record Prompt(List<String> criteria, List<Utterance> utterances) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Prompt of(String text) {
        List<String> criteria = new ArrayList<>();
        List<Utterance> utterances = new ArrayList<>();
        for (String line : text.lines().map(String::strip).toList()) {
            JsonNode object = object(line);
            if (object.path("criterion").isString()) {
                criteria.add(object.get("criterion").asString());
            } else if (object.path("utterance").isString()
                    && object.path("text").isString()) {
                String speaker = object.path("speaker").asString("unknown").toLowerCase(Locale.ROOT);
                utterances.add(new Utterance(
                        object.get("utterance").asString(),
                        speaker,
                        object.get("text").asString()));
            }
        }
        return new Prompt(List.copyOf(criteria), List.copyOf(utterances));
    }

    private static JsonNode object(String line) {
        if (line.startsWith("{") && line.endsWith("}")) {
            try {
                return JSON.readTree(line);
            } catch (JacksonException e) {
                // A line that only looks like one: prose with braces is no data.
                return JSON.createObjectNode();
            }
        }
        return JSON.createObjectNode();
    }
}
