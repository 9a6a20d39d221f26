package io.aftercall.simulator.model;

import io.aftercall.simulator.calls.CallsFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers a prompt about a call: as its script says when the wording is a known script's, otherwise by word lists,
 * which is poor judgement but no invention.
 */
public final class Judge {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Scripts scripts;
    private final Lexicon lexicon = new Lexicon();

    public Judge(CallsFolder folder) {
        scripts = new Scripts(folder);
    }

    /** Everything a schema may ask for: criteria, emotion, intent, churn, objections, rounds, summary, next step, tags. */
    public ObjectNode answer(String promptText) {
        Prompt prompt = Prompt.of(promptText);
        JsonNode judgement = scripts.judgement(prompt.utterances());
        ObjectNode answer = judgement == null ? new WordJudge(lexicon, prompt).answer() : scripted(judgement, prompt);
        answer.set("rounds", rounds(prompt.utterances(), answer));
        return answer;
    }

    private static ObjectNode scripted(JsonNode judgement, Prompt prompt) {
        Quotes quotes = new Quotes(prompt.utterances());
        ObjectNode answer = NODES.objectNode();
        for (String same : List.of("summary", "emotion", "intent", "tags")) {
            answer.set(same, judgement.path(same));
        }
        JsonNode next = judgement.path("next_step");
        answer.set("nextStep", next.isObject() ? next : NODES.nullNode());
        ObjectNode churn = answer.putObject("churn");
        churn.set("score", judgement.path("churn").path("score"));
        churn.set("signals", quotes.find(texts(judgement.path("churn").path("signals"))));
        ArrayNode objections = answer.putArray("objections");
        for (JsonNode objection : judgement.path("objections")) {
            for (JsonNode found : quotes.find(List.of(objection.path("quote").asString("")))) {
                objections.add(((ObjectNode) found).set("kind", objection.path("kind")));
            }
        }
        JsonNode known = judgement.path("criteria");
        List<String> asked = prompt.criteria().isEmpty() ? List.copyOf(known.propertyNames()) : prompt.criteria();
        ArrayNode criteria = answer.putArray("criteria");
        for (String id : asked) {
            ObjectNode criterion = criteria.addObject().put("id", id);
            criterion.put("verdict", known.path(id).path("verdict").asString("not_applicable"));
            criterion.set("evidence", quotes.find(texts(known.path(id).path("quotes"))));
        }
        return answer;
    }

    private static List<String> texts(JsonNode quotes) {
        return quotes.valueStream()
                .map(quote -> quote.path("quote").asString(quote.asString("")))
                .toList();
    }

    /** A round is what the seller says and what the customer answers to it. */
    private ArrayNode rounds(List<Utterance> utterances, JsonNode answer) {
        ArrayNode rounds = NODES.arrayNode();
        List<Utterance> round = new ArrayList<>();
        for (Utterance utterance : utterances) {
            boolean next = !round.isEmpty() && round.getLast().ofCustomer() && utterance.maybeOfAgent();
            if (next) {
                rounds.add(round(round, answer));
                round.clear();
            }
            round.add(utterance);
        }
        if (!round.isEmpty()) {
            rounds.add(round(round, answer));
        }
        return rounds;
    }

    private ObjectNode round(List<Utterance> round, JsonNode answer) {
        int mood = 0;
        Set<String> tags = new TreeSet<>();
        for (Utterance utterance : round) {
            mood += lexicon.count(utterance.text(), "positive") - lexicon.count(utterance.text(), "negative");
            for (JsonNode objection : answer.path("objections")) {
                if (objection.path("utterance").asString("").equals(utterance.id())) {
                    tags.add(objection.path("kind").asString(""));
                }
            }
        }
        ObjectNode node = NODES.objectNode()
                .put("first", round.getFirst().id())
                .put("last", round.getLast().id())
                .put("sentiment", mood > 0 ? "positive" : mood < 0 ? "negative" : "neutral");
        ArrayNode list = node.putArray("tags");
        tags.forEach(list::add);
        return node;
    }
}
