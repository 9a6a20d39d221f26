package io.aftercall.simulator.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Word lists in Chinese, Russian and English, all in one: a word of one language does not occur in another's text. */
final class Lexicon {
    private final JsonNode lists;

    Lexicon() {
        try (InputStream in = Lexicon.class.getResourceAsStream("lexicon.json")) {
            lists = JsonMapper.builder().build().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Members of a list of lists, for example the kinds of objections. */
    List<String> names(String group) {
        return lists.path(group)
                .propertyStream()
                .map(java.util.Map.Entry::getKey)
                .toList();
    }

    /** The first word of the list that the text has, as it stands there, else empty. */
    String first(String text, String... list) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (JsonNode word : words(list)) {
            int at = lower.indexOf(word.asString());
            if (at >= 0 && lower.length() == text.length()) {
                return text.substring(at, at + word.asString().length());
            }
        }
        return "";
    }

    int count(String text, String... list) {
        String lower = text.toLowerCase(Locale.ROOT);
        return (int) words(list)
                .valueStream()
                .filter(word -> lower.contains(word.asString()))
                .count();
    }

    private JsonNode words(String... list) {
        JsonNode words = lists;
        for (String name : list) {
            words = words.path(name);
        }
        return words;
    }
}
