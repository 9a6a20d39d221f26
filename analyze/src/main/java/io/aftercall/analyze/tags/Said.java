package io.aftercall.analyze.tags;

import io.aftercall.analyze.Evidence;
import io.aftercall.analyze.Phrase;
import io.aftercall.transcribe.Utterance.Speaker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One of these words or patterns, said by whom and when it matters.
 *
 * @param words phrases; case, punctuation, width and ё/е make no difference, and a final {@code *} stands for any ending
 * @param patterns regular expressions, in which case makes no difference
 * @param by whoever says it unless given
 * @param part wherever in the call unless given
 */
record Said(
        @Nullable List<Phrase> words,
        @Nullable List<String> patterns,
        @Nullable Speaker by,
        Conversation.@Nullable Part part) {
    private static final int LONGEST_QUOTE = 200;
    /** A pattern may need time or stack that grow with the text; nobody speaks this long without a break. */
    private static final int LONGEST_SEARCHED = 2_000;

    /** @param place of the utterance in the call, from 0 */
    record Hit(int place, Evidence evidence) {}

    List<Evidence> evidence(Conversation conversation) {
        return hits(conversation).stream().map(Hit::evidence).toList();
    }

    /** In order of speech, one an utterance. */
    List<Hit> hits(Conversation conversation) {
        List<Pattern> compiled = compiled();
        List<Hit> hits = new ArrayList<>();
        for (int place = 0; place < conversation.lines().size(); place++) {
            Conversation.Line line = conversation.lines().get(place);
            if (line.isBy(by) && conversation.isIn(place, part)) {
                int found = place;
                quote(line, compiled)
                        .map(quote ->
                                new Hit(found, new Evidence(line.utterance().id(), quote)))
                        .ifPresent(hits::add);
            }
        }
        return hits;
    }

    /** @throws BoundedText.TooManySteps when a pattern cannot be searched for in reasonable time */
    private Optional<String> quote(Conversation.Line line, List<Pattern> compiled) {
        String text = line.utterance().text().strip();
        boolean worded =
                phrases().anyMatch(phrase -> stands(phrase, line.words().words()));
        if (worded) {
            return Optional.of(shortened(text));
        }
        String searched = text.substring(0, Math.min(text.length(), LONGEST_SEARCHED));
        return compiled.stream()
                .map(pattern -> pattern.matcher(new BoundedText(searched)))
                .filter(Matcher::find)
                .findFirst()
                .map(found -> shortened(found.group().isBlank() ? text : found.group()));
    }

    private static boolean stands(Phrase phrase, List<String> said) {
        for (int start = 0; start < said.size(); start++) {
            if (phrase.standsAt(start, said)) {
                return true;
            }
        }
        return false;
    }

    private Stream<Phrase> phrases() {
        return Stream.ofNullable(words).flatMap(List::stream);
    }

    /** @throws java.util.regex.PatternSyntaxException naming what is wrong */
    List<Pattern> compiled() {
        return Stream.ofNullable(patterns)
                .flatMap(List::stream)
                .map(pattern -> Pattern.compile(
                        pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS))
                .toList();
    }

    boolean isEmpty() {
        return phrases().findAny().isEmpty() && (patterns == null || patterns.isEmpty());
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE);
    }
}
