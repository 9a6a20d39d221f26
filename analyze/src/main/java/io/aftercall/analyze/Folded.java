package io.aftercall.analyze;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Text as its words alone, for asking whether one stands in another: case, punctuation, white space, full and half width
 * (Unicode NFKC) and ё/е make no difference. A Chinese or Japanese character is a word of its own.
 */
public record Folded(List<String> words) {

    public Folded {
        words = List.copyOf(words);
    }

    public static Folded of(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replace('ё', 'е');
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        plain.codePoints().forEach(c -> {
            boolean alone = Character.isIdeographic(c);
            if (alone || !(Character.isLetterOrDigit(c) || isMark(c))) {
                close(word, words);
            }
            if (alone) {
                words.add(Character.toString(c));
            } else if (Character.isLetterOrDigit(c) || isMark(c)) {
                word.appendCodePoint(c);
            }
        });
        close(word, words);
        return new Folded(words);
    }

    /** Whether all of {@code other} stands here in a row, in whole words; nothing stands nowhere. */
    public boolean contains(Folded other) {
        return !other.words.isEmpty() && spaced().contains(other.spaced());
    }

    private String spaced() {
        return " " + String.join(" ", words) + " ";
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static void close(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }
}
