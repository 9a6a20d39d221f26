package io.aftercall.analyze.model;

import static io.aftercall.transcribe.Transcripts.aTranscript;
import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.transcribe.Utterance;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PartsTest {
    private static final List<Utterance> SAID = aTranscript(
                    "agent: " + "a".repeat(300), "customer: " + "b".repeat(300), "agent: " + "c".repeat(300))
            .utterances();

    private static List<List<String>> ids(List<List<Utterance>> parts) {
        return parts.stream()
                .map(part -> part.stream().map(Utterance::id).toList())
                .toList();
    }

    @Test
    void areOneWhereTheCallFits() {
        assertThat(Parts.of(SAID, 2000)).containsExactly(SAID);
    }

    @Test
    void keepUtterancesWholeAndInOrder() {
        assertThat(ids(Parts.of(SAID, 800))).containsExactly(List.of("u1", "u2"), List.of("u3"));
    }

    @Test
    void goOnInTheNextWithAnUtteranceThatIsTooLong() {
        List<Utterance> monologue =
                aTranscript("agent: " + "word and 😀".repeat(1000)).utterances();

        List<List<Utterance>> parts = Parts.of(monologue, 1050);

        assertThat(parts)
                .hasSizeGreaterThan(8)
                .allSatisfy(part -> assertThat(part).singleElement().satisfies(piece -> {
                    assertThat(piece.id()).isEqualTo("u1");
                    assertThat(piece.text()).hasSizeLessThanOrEqualTo(1000);
                    assertThat(Character.isLowSurrogate(piece.text().charAt(0))).isFalse();
                }));
        assertThat(parts.stream().flatMap(List::stream).map(Utterance::text).collect(Collectors.joining()))
                .isEqualTo(monologue.getFirst().text());
    }
}
