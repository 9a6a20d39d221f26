package io.aftercall.analyze;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Words in a row; one that ends in {@code *} stands for every word that begins so. */
public record Phrase(List<String> words) {
    private static final Pattern SPACE = Pattern.compile("\\s+");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Phrase of(String text) {
        List<String> words = new ArrayList<>();
        for (String part : SPACE.splitAsStream(text.strip()).toList()) {
            words.addAll(Folded.of(part).words());
            if (part.endsWith("*")) {
                words.add(words.removeLast() + "*");
            }
        }
        if (words.isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' has no words");
        }
        return new Phrase(List.copyOf(words));
    }

    public Phrase {
        words = List.copyOf(words);
    }

    /** Whether all of it is said from that word on. */
    public boolean standsAt(int start, List<String> said) {
        if (start + words.size() > said.size()) {
            return false;
        }
        for (int i = 0; i < words.size(); i++) {
            if (!same(words.get(i), said.get(start + i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(String wanted, String said) {
        return wanted.endsWith("*") ? said.startsWith(wanted.substring(0, wanted.length() - 1)) : said.equals(wanted);
    }
}
