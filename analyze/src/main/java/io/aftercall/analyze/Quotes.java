package io.aftercall.analyze;

import io.aftercall.transcribe.Transcript;
import io.aftercall.transcribe.Utterance;
import io.aftercall.transcribe.Utterance.Speaker;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds quotes in what was really said, and by whom. */
final class Quotes {
    private final List<Said> said;

    private record Said(Utterance utterance, Folded words) {}

    Quotes(Transcript transcript) {
        said = transcript.utterances().stream()
                .map(u -> new Said(u, Folded.of(u.text())))
                .toList();
    }

    /** How many utterances the call has. */
    int utterances() {
        return said.size();
    }

    /** The quotes that stand in the agent's words: a customer's words cannot earn the agent a point. */
    List<Evidence> ofAgent(List<Evidence> proposed) {
        return proven(proposed, Speaker.AGENT);
    }

    /** The quotes that stand in the customer's words. */
    List<Evidence> ofCustomer(List<Evidence> proposed) {
        return proven(proposed, Speaker.CUSTOMER);
    }

    /** The place of an utterance in the call, from 0; -1 when there is none of that id. */
    int placeOf(String id) {
        return said.stream().map(s -> s.utterance.id()).toList().indexOf(id);
    }

    private List<Evidence> proven(List<Evidence> proposed, Speaker speaker) {
        return proposed.stream()
                .flatMap(e -> proven(e, speaker).stream())
                .distinct()
                .toList();
    }

    /** In the utterance it names, or moved to the first other one where it stands. */
    private Optional<Evidence> proven(Evidence proposed, Speaker speaker) {
        Folded quote = Folded.of(proposed.quote());
        return Stream.concat(said.stream().filter(s -> s.utterance.id().equals(proposed.utterance())), said.stream())
                .filter(s -> s.utterance.speaker() == speaker || s.utterance.speaker() == Speaker.UNKNOWN)
                .filter(s -> s.words.contains(quote))
                .findFirst()
                .map(s -> new Evidence(s.utterance.id(), proposed.quote().strip()));
    }
}
