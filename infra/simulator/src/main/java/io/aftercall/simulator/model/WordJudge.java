package io.aftercall.simulator.model;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Judges an unknown call by the words in it; every claim points to the utterance that has the word. */
final class WordJudge {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int SUMMARY_LETTERS = 120;

    private final Lexicon lexicon;
    private final Prompt prompt;
    private final List<Utterance> customer;

    WordJudge(Lexicon lexicon, Prompt prompt) {
        this.lexicon = lexicon;
        this.prompt = prompt;
        List<Utterance> named =
                prompt.utterances().stream().filter(Utterance::ofCustomer).toList();
        this.customer = named.isEmpty() ? prompt.utterances() : named;
    }

    ObjectNode answer() {
        ObjectNode answer = NODES.objectNode();
        answer.set("criteria", criteria());
        answer.set("churn", scored("churn", 35));
        answer.set("emotion", emotion());
        answer.set("intent", scored("intent", 20));
        answer.set("customer", customerType());
        answer.set("objections", objections());
        answer.set("promises", promises());
        JsonNode last = answer.get("promises").path(answer.get("promises").size() - 1);
        if (last.isObject()) {
            answer.putObject("nextStep")
                    .put("what", last.path("what").asString(""))
                    .put("dueInHours", 24);
        } else {
            answer.putNull("nextStep");
        }
        Set<String> tags = new TreeSet<>();
        answer.get("objections").forEach(o -> tags.add(o.path("kind").asString("")));
        ArrayNode list = answer.putArray("tags");
        tags.forEach(list::add);
        return answer.put("summary", summary());
    }

    private ObjectNode scored(String list, long each) {
        ArrayNode evidence = evidence(customer, list);
        ObjectNode scored = NODES.objectNode();
        scored.set("evidence", evidence);
        return scored.put("score", Math.clamp(evidence.size() * each, 0, 100));
    }

    private ObjectNode emotion() {
        int mood = 0;
        for (Utterance utterance : customer) {
            mood += lexicon.count(utterance.text(), "positive") - 2 * lexicon.count(utterance.text(), "negative");
        }
        ObjectNode emotion = NODES.objectNode().put("score", Math.clamp(mood * 20L, -100, 100));
        ObjectNode factors = emotion.putObject("factors");
        factors.set("positive", evidence(customer, "positive"));
        factors.set("concerns", evidence(customer, "negative"));
        factors.set("urgency", evidence(customer, "urgency"));
        return emotion;
    }

    /** The kind of words there are most of; null without any. */
    private JsonNode customerType() {
        String best = "";
        ArrayNode most = NODES.arrayNode();
        for (String type : lexicon.names("customers")) {
            ArrayNode evidence = evidence(customer, "customers", type);
            if (evidence.size() > most.size()) {
                best = type;
                most = evidence;
            }
        }
        ObjectNode found = NODES.objectNode().put("type", best);
        found.set("evidence", most);
        return best.isEmpty() ? NODES.nullNode() : found;
    }

    private ArrayNode promises() {
        ArrayNode promises = NODES.arrayNode();
        for (Utterance utterance : prompt.utterances()) {
            String word = lexicon.first(utterance.text(), "criteria", "next_step");
            if (utterance.maybeOfAgent() && !word.isEmpty()) {
                promises.addObject()
                        .put("what", utterance.text())
                        .put("hours", 24)
                        .set("evidence", Quotes.evidence(utterance, word));
            }
        }
        return promises;
    }

    private ArrayNode evidence(List<Utterance> utterances, String... list) {
        ArrayNode evidence = NODES.arrayNode();
        for (Utterance utterance : utterances) {
            String word = lexicon.first(utterance.text(), list);
            if (!word.isEmpty()) {
                evidence.add(Quotes.evidence(utterance, word));
            }
        }
        return evidence;
    }

    private ArrayNode criteria() {
        ArrayNode criteria = NODES.arrayNode();
        List<String> known = lexicon.names("criteria");
        for (String id : prompt.criteria().isEmpty() ? known : prompt.criteria()) {
            ObjectNode criterion = criteria.addObject().put("id", id);
            ArrayNode evidence = criterion.putArray("evidence");
            boolean ofCustomer = id.startsWith("client_");
            for (Utterance utterance : ofCustomer ? customer : prompt.utterances()) {
                String word = lexicon.first(utterance.text(), "criteria", id);
                if ((ofCustomer || utterance.maybeOfAgent()) && !word.isEmpty() && evidence.size() < 2) {
                    evidence.add(Quotes.evidence(utterance, word));
                }
            }
            String missed = known.contains(id) ? "missed" : "not_applicable";
            criterion.put("verdict", evidence.isEmpty() ? missed : "met");
        }
        return criteria;
    }

    private ArrayNode objections() {
        ArrayNode objections = NODES.arrayNode();
        for (String kind : lexicon.names("objections")) {
            customer.stream()
                    .filter(utterance -> lexicon.count(utterance.text(), "objections", kind) > 0)
                    .findFirst()
                    .ifPresent(utterance -> objections
                            .addObject()
                            .put("kind", kind)
                            .set(
                                    "evidence",
                                    Quotes.evidence(utterance, lexicon.first(utterance.text(), "objections", kind))));
        }
        return objections;
    }

    /** The customer's longest sentence in the words of the call: a summary in its language that claims nothing. */
    private String summary() {
        String longest = "";
        for (Utterance utterance : customer) {
            longest = utterance.text().length() > longest.length() ? utterance.text() : longest;
        }
        return longest.length() <= SUMMARY_LETTERS ? longest : longest.substring(0, SUMMARY_LETTERS) + "…";
    }
}
