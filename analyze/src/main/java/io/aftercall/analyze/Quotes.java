package io.aftercall.analyze;

import io.aftercall.analyze.Rubric.Side;
import io.aftercall.transcribe.Transcript;
import io.aftercall.transcribe.Utterance;
import java.util.List;
import java.util.Optional;

/** Finds quotes in what was really said, and by whom; what was said to the judge is no evidence. */
final class Quotes {
    private final List<Said> said;

    private record Said(Utterance utterance, Folded words, boolean meddling) {}

    Quotes(Transcript transcript) {
        said = transcript.utterances().stream()
                .map(u -> new Said(u, Folded.of(u.text()), Meddling.in(u.text())))
                .toList();
    }

    /** How many utterances the call has. */
    int utterances() {
        return said.size();
    }

    /** The quotes that stand in that side's words: a customer's words cannot earn the agent a point. */
    List<Evidence> of(Side side, List<Evidence> proposed) {
        return proposed.stream()
                .flatMap(e -> proven(e, side).stream())
                .distinct()
                .toList();
    }

    /** Whether somebody spoke to the judge between these places. */
    boolean meddled(int first, int last) {
        return said.subList(first, last + 1).stream().anyMatch(Said::meddling);
    }

    /** The place of an utterance in the call, from 0; -1 when there is none of that id. */
    int placeOf(String id) {
        return said.stream().map(s -> s.utterance.id()).toList().indexOf(id);
    }

    /** In the utterance it names, or moved to the one other where it stands: of several nobody knows which was meant. */
    private Optional<Evidence> proven(Evidence proposed, Side side) {
        Folded quote = Folded.of(proposed.quote());
        List<String> places = said.stream()
                .filter(s -> !s.meddling)
                .filter(s -> side.hears(s.utterance.speaker()))
                .filter(s -> s.words.contains(quote))
                .map(s -> s.utterance.id())
                .toList();
        return (places.contains(proposed.utterance()) ? Optional.of(proposed.utterance()) : only(places))
                .map(place -> new Evidence(place, proposed.quote().strip()));
    }

    private static Optional<String> only(List<String> places) {
        return places.size() == 1 ? Optional.of(places.getFirst()) : Optional.empty();
    }
}
