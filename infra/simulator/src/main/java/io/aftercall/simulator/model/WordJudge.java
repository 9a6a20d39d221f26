package io.aftercall.simulator.model;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Judges an unknown call by the words in it; every claim points to the utterance that has the word. */
final class WordJudge {
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
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        int mood = 0;
        int intent = 0;
        ArrayNode signals = JsonNodeFactory.instance.arrayNode();
        for (Utterance utterance : customer) {
            mood += lexicon.count(utterance.text(), "positive") - 2 * lexicon.count(utterance.text(), "negative");
            intent += lexicon.count(utterance.text(), "intent");
            if (lexicon.count(utterance.text(), "churn") > 0) {
                signals.add(Quotes.evidence(utterance, lexicon.first(utterance.text(), "churn")));
            }
        }
        answer.putObject("emotion").put("score", Math.clamp(mood * 20L, -100, 100));
        answer.putObject("intent").put("score", Math.clamp(intent * 20L, 0, 100));
        answer.putObject("churn")
                .put("score", Math.clamp(signals.size() * 35L, 0, 100))
                .set("signals", signals);
        answer.set("criteria", criteria());
        answer.set("objections", objections());
        answer.putNull("nextStep");
        for (Utterance utterance : prompt.utterances()) {
            if (utterance.maybeOfAgent() && lexicon.count(utterance.text(), "criteria", "next_step") > 0) {
                answer.putObject("nextStep").put("what", utterance.text()).put("dueInHours", 24);
            }
        }
        Set<String> tags = new TreeSet<>();
        answer.get("objections").forEach(o -> tags.add(o.path("kind").asString("")));
        ArrayNode list = answer.putArray("tags");
        tags.forEach(list::add);
        return answer.put("summary", summary());
    }

    private ArrayNode criteria() {
        ArrayNode criteria = JsonNodeFactory.instance.arrayNode();
        List<String> known = lexicon.names("criteria");
        for (String id : prompt.criteria().isEmpty() ? known : prompt.criteria()) {
            ObjectNode criterion = criteria.addObject().put("id", id);
            ArrayNode evidence = criterion.putArray("evidence");
            for (Utterance utterance : prompt.utterances()) {
                String word = lexicon.first(utterance.text(), "criteria", id);
                if (utterance.maybeOfAgent() && !word.isEmpty() && evidence.size() < 2) {
                    evidence.add(Quotes.evidence(utterance, word));
                }
            }
            String missed = known.contains(id) ? "missed" : "not_applicable";
            criterion.put("verdict", evidence.isEmpty() ? missed : "met");
        }
        return criteria;
    }

    private ArrayNode objections() {
        ArrayNode objections = JsonNodeFactory.instance.arrayNode();
        for (String kind : lexicon.names("objections")) {
            customer.stream()
                    .filter(utterance -> lexicon.count(utterance.text(), "objections", kind) > 0)
                    .findFirst()
                    .ifPresent(utterance -> objections.add(
                            Quotes.evidence(utterance, lexicon.first(utterance.text(), "objections", kind))
                                    .put("kind", kind)));
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
