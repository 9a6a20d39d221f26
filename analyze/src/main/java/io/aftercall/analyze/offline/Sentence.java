package io.aftercall.analyze.offline;

import io.aftercall.analyze.Evidence;
import io.aftercall.analyze.Folded;
import io.aftercall.transcribe.Utterance;
import io.aftercall.transcribe.Utterance.Speaker;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A sentence as it was said.
 *
 * @param place of its utterance in the call, from 0
 */
record Sentence(Utterance utterance, int place, String text, Folded words) {
    private static final Pattern END = Pattern.compile("(?<=[.!?…])\\s+|(?<=[。！？；])");

    static Stream<Sentence> of(Utterance utterance, int place) {
        return END.splitAsStream(utterance.text())
                .map(String::strip)
                .map(text -> new Sentence(utterance, place, text, Folded.of(text)))
                .filter(sentence -> !sentence.words.words().isEmpty());
    }

    boolean byAgent() {
        return utterance.speaker() != Speaker.CUSTOMER;
    }

    boolean byCustomer() {
        return utterance.speaker() != Speaker.AGENT;
    }

    boolean question() {
        return text.endsWith("?") || text.endsWith("？");
    }

    Evidence evidence() {
        return new Evidence(utterance.id(), text);
    }
}
