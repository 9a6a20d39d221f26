package io.aftercall.simulator.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the JSON lines of a prompt ask about; other lines do not count.
 *
 * @param criteria their ids
 * @param met what counts as met, by id
 */
record Prompt(List<String> criteria, Map<String, String> met, List<Utterance> utterances) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Prompt of(String text) {
        List<String> criteria = new ArrayList<>();
        Map<String, String> met = new HashMap<>();
        List<Utterance> utterances = new ArrayList<>();
        for (String line : text.lines().map(String::strip).toList()) {
            JsonNode object = object(line);
            if (object.path("criterion").isString()) {
                String id = object.get("criterion").asString();
                criteria.add(id);
                met.put(id, object.path("met").asString(id));
            } else if (object.path("utterance").isString()
                    && object.path("text").isString()) {
                String speaker = object.path("speaker").asString("unknown").toLowerCase(Locale.ROOT);
                utterances.add(new Utterance(
                        object.get("utterance").asString(),
                        speaker,
                        object.get("text").asString()));
            }
        }
        return new Prompt(List.copyOf(criteria), Map.copyOf(met), List.copyOf(utterances));
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
