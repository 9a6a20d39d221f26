package io.aftercall.simulator.model;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds in which utterance a quote stands. Upper and lower case, spaces and punctuation may differ; what is handed out
 * is the wording of the utterance.
 */
record Quotes(List<Utterance> utterances) {

    /**
     * Evidence objects, each an utterance's id and its words; a quote that stands nowhere is left out, of one that runs
     * over the end of an utterance its first sentence that stands somewhere is taken.
     */
    ArrayNode find(Iterable<String> quotes) {
        ArrayNode found = JsonNodeFactory.instance.arrayNode();
        for (String quote : quotes) {
            Stream.concat(Stream.of(quote), Stream.of(quote.split("(?<=[.?!。？！])")))
                    .flatMap(this::standing)
                    .findFirst()
                    .ifPresent(found::add);
        }
        return found;
    }

    private Stream<ObjectNode> standing(String quote) {
        return utterances.stream()
                .filter(utterance -> !within(utterance.text(), quote).isEmpty())
                .map(utterance -> evidence(utterance, within(utterance.text(), quote)));
    }

    static ObjectNode evidence(Utterance utterance, String quote) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("utterance", utterance.id())
                .put("quote", inWholeWords(utterance.text(), quote));
    }

    /** A lexicon knows words by their beginnings, and half a word is no quote. */
    private static String inWholeWords(String text, String quote) {
        int from = text.toLowerCase(Locale.ROOT).indexOf(quote.toLowerCase(Locale.ROOT));
        if (from < 0 || quote.isEmpty()) {
            return quote;
        }
        int to = from + quote.length();
        while (from > 0 && isOfAWord(text.charAt(from)) && isOfAWord(text.charAt(from - 1))) {
            from--;
        }
        while (to < text.length() && isOfAWord(text.charAt(to - 1)) && isOfAWord(text.charAt(to))) {
            to++;
        }
        return text.substring(from, to);
    }

    private static boolean isOfAWord(char c) {
        return Character.isLetterOrDigit(c) && !Character.isIdeographic(c);
    }

    /** The part of the text that has the letters and digits of the quote, else empty. */
    static String within(String text, String quote) {
        if (!quote.isBlank() && text.contains(quote)) {
            return quote;
        }
        StringBuilder letters = new StringBuilder();
        int[] places = new int[text.length()];
        for (int i = 0; i < text.length(); i++) {
            if (Character.isLetterOrDigit(text.charAt(i))) {
                places[letters.length()] = i;
                letters.append(Character.toLowerCase(text.charAt(i)));
            }
        }
        String wanted = letters(quote);
        int at = wanted.isEmpty() ? -1 : letters.indexOf(wanted);
        return at < 0 ? "" : text.substring(places[at], places[at + wanted.length() - 1] + 1);
    }

    static String letters(String text) {
        StringBuilder letters = new StringBuilder();
        text.chars().filter(Character::isLetterOrDigit).forEach(c -> letters.append((char) Character.toLowerCase(c)));
        return letters.toString();
    }
}
