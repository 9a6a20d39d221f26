package io.aftercall.analyze.offline;

import io.aftercall.analyze.Phrase;
import io.aftercall.analyze.Proposal;
import io.aftercall.analyze.Proposal.NextStep;
import io.aftercall.analyze.offline.Lexicon.Rule;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the agent said would be done, in the agent's own words, and by when. */
record Promises(List<Sentence> sentences, Lexicon lexicon) {
    private static final int HOURS_WITHOUT_A_DATE = 24;
    private static final int MOST = 2;

    static Promises in(Talk talk) {
        Rule rule = talk.lexicon().criteria().get("next_step");
        List<Phrase> promise = rule == null
                ? List.of()
                : rule.signs().values().stream().flatMap(Collection::stream).toList();
        List<Sentence> made = talk.agents().stream()
                .filter(s -> !s.question() && talk.lexicon().hears(promise, s))
                .toList();
        return new Promises(made, talk.lexicon());
    }

    /** The last ones made, due when the first of them is. */
    Optional<NextStep> nextStep(@Nullable Instant ended) {
        if (sentences.isEmpty()) {
            return Optional.empty();
        }
        List<Sentence> last = sentences.subList(Math.max(0, sentences.size() - MOST), sentences.size());
        String what = last.stream().map(Sentence::text).collect(Collectors.joining(" "));
        int due = last.stream()
                .flatMap(s -> due(s, ended).stream())
                .min(Integer::compare)
                .orElse(HOURS_WITHOUT_A_DATE);
        return Optional.of(new NextStep(due, what));
    }

    /** All of them, in order. */
    List<Proposal.Promise> each(@Nullable Instant ended) {
        return sentences.stream()
                .map(s -> new Proposal.Promise(s.evidence(), due(s, ended), s.text()))
                .toList();
    }

    private Optional<Integer> due(Sentence sentence, @Nullable Instant ended) {
        return hours(sentence, ended).stream().min(Integer::compare);
    }

    private List<Integer> hours(Sentence sentence, @Nullable Instant ended) {
        List<Integer> hours = new ArrayList<>(lexicon.due().entrySet().stream()
                .filter(due -> lexicon.hears(due.getValue(), sentence))
                .map(Map.Entry::getKey)
                .toList());
        for (int day = 0; ended != null && day < 7; day++) {
            if (lexicon.hears(List.of(lexicon.weekdays().get(day)), sentence)) {
                int today = ended.atOffset(ZoneOffset.UTC).getDayOfWeek().getValue() - 1;
                int days = Math.floorMod(day - today, 7);
                hours.add(24 * (days == 0 ? 7 : days));
            }
        }
        return hours;
    }
}
