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
    private static final int MOST_ADVICE = 3;

    private final Scripts scripts;
    private final Lexicon lexicon = new Lexicon();

    public Judge(CallsFolder folder) {
        scripts = new Scripts(folder);
    }

    /** Everything a schema may ask for: criteria, emotion, intent, churn, objections, promises, rounds, tags. */
    public ObjectNode answer(String promptText) {
        Prompt prompt = Prompt.of(promptText);
        JsonNode judgement = scripts.judgement(prompt.utterances());
        ObjectNode byWords = new WordJudge(lexicon, prompt).answer();
        ObjectNode answer = judgement == null ? byWords : scripted(judgement, byWords, prompt);
        advice(answer, prompt);
        answer.set("rounds", rounds(prompt.utterances(), answer));
        return answer;
    }

    /** As the script has it; what no script speaks of (other rubrics' criteria, factors, promises) by its words. */
    private static ObjectNode scripted(JsonNode judgement, ObjectNode byWords, Prompt prompt) {
        Quotes quotes = new Quotes(prompt.utterances());
        ObjectNode answer = byWords;
        for (String same : List.of("summary", "tags")) {
            answer.set(same, judgement.path(same));
        }
        for (String scored : List.of("emotion", "intent", "churn")) {
            ((ObjectNode) answer.get(scored))
                    .set("score", judgement.path(scored).path("score"));
        }
        JsonNode next = judgement.path("next_step");
        answer.set("nextStep", next.isObject() ? next : NODES.nullNode());
        ((ObjectNode) answer.get("churn"))
                .set("evidence", quotes.find(texts(judgement.path("churn").path("signals"))));
        ArrayNode objections = answer.putArray("objections");
        for (JsonNode objection : judgement.path("objections")) {
            for (JsonNode found : quotes.find(List.of(objection.path("quote").asString("")))) {
                objections.addObject().set("kind", objection.path("kind")).set("evidence", found);
            }
        }
        shown(answer, prompt);
        JsonNode known = judgement.path("criteria");
        for (JsonNode criterion : answer.path("criteria")) {
            JsonNode judged = known.path(criterion.path("id").asString());
            if (judged.isObject()) {
                ((ObjectNode) criterion)
                        .set("verdict", judged.path("verdict"))
                        .set("evidence", quotes.find(texts(judged.path("quotes"))));
            }
        }
        return answer;
    }

    /** What was met is a strength, what was not is to be improved. */
    private static void advice(ObjectNode answer, Prompt prompt) {
        ArrayNode strengths = answer.putArray("strengths");
        ArrayNode improve = answer.putArray("improve");
        for (JsonNode criterion : answer.path("criteria")) {
            String id = criterion.path("id").asString("");
            String verdict = criterion.path("verdict").asString("");
            ArrayNode list = verdict.equals("met") ? strengths : improve;
            if (!verdict.equals("not_applicable") && list.size() < MOST_ADVICE) {
                list.add(prompt.met().getOrDefault(id, id));
            }
        }
    }

    /** A script says how the customer feels but not by which words: those of the objections, else the last ones. */
    private static void shown(ObjectNode answer, Prompt prompt) {
        List<Utterance> customer =
                prompt.utterances().stream().filter(Utterance::maybeOfCustomer).toList();
        if (customer.isEmpty()) {
            return;
        }
        ObjectNode last = Quotes.evidence(customer.getLast(), customer.getLast().text());
        ArrayNode concerns = (ArrayNode) answer.at("/emotion/factors/concerns");
        answer.path("objections").forEach(objection -> concerns.add(objection.path("evidence")));
        int mood = answer.at("/emotion/score").asInt(0);
        if (mood < 0 && concerns.isEmpty()) {
            concerns.add(last);
        }
        ArrayNode positive = (ArrayNode) answer.at("/emotion/factors/positive");
        if (mood > 0 && positive.isEmpty()) {
            positive.add(last);
        }
        ArrayNode buying = (ArrayNode) answer.at("/intent/evidence");
        if (answer.at("/intent/score").asInt(0) > 30 && buying.isEmpty()) {
            buying.add(last);
        }
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
                if (objection.at("/evidence/utterance").asString("").equals(utterance.id())) {
                    tags.add(objection.path("kind").asString(""));
                }
            }
        }
        ObjectNode node = NODES.objectNode()
                .put("first", round.getFirst().id())
                .put("last", round.getLast().id())
                .put("mood", Math.clamp(mood * 30L, -100, 100));
        ArrayNode list = node.putArray("tags");
        tags.forEach(list::add);
        return node;
    }
}
