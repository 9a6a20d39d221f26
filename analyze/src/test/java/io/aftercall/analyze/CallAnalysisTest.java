package io.aftercall.analyze;

import static io.aftercall.transcribe.Transcripts.aTranscript;
import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.analyze.CallAnalysis.ChurnRisk;
import io.aftercall.analyze.CallAnalysis.Emotion;
import io.aftercall.analyze.CallAnalysis.Engine;
import io.aftercall.analyze.CallAnalysis.NextStep;
import io.aftercall.analyze.CallAnalysis.PurchaseIntent;
import io.aftercall.analyze.CallAnalysis.Sentiment;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallAnalysisTest {
    private static final List<Evidence> SAID = List.of(new Evidence("u1", "word"));

    @ParameterizedTest
    @CsvSource({"-100,NEGATIVE", "-20,NEGATIVE", "-19,NEUTRAL", "0,NEUTRAL", "19,NEUTRAL", "20,POSITIVE", "100,POSITIVE"
    })
    void namesAMood(int score, Sentiment label) {
        Emotion emotion = Emotion.of(score, SAID, SAID, List.of());

        assertThat(emotion).isEqualTo(new Emotion(score, label, SAID, SAID, List.of()));
        assertThat(Emotion.of(score, List.of(), List.of(), SAID).score()).isZero();
        assertThat(Emotion.of(score, SAID, List.of(), SAID).score()).isEqualTo(Math.max(0, score));
        assertThat(Emotion.of(score, List.of(), SAID, SAID).score()).isEqualTo(Math.min(0, score));
    }

    @ParameterizedTest
    @CsvSource({"0,low", "30,low", "31,medium", "60,medium", "61,high", "80,high", "81,very_high", "100,very_high"})
    void namesAnIntent(int score, String band) {
        assertThat(PurchaseIntent.of(score, SAID)).isEqualTo(new PurchaseIntent(score, band, SAID));
        assertThat(PurchaseIntent.of(score, List.of()).score()).isEqualTo(Math.min(score, 30));
    }

    @ParameterizedTest
    @CsvSource({"0,low", "39,low", "40,medium", "69,medium", "70,high", "100,high"})
    void namesARiskOfLeaving(int score, String level) {
        assertThat(ChurnRisk.of(score, SAID)).isEqualTo(new ChurnRisk(score, level, SAID));
        assertThat(ChurnRisk.of(score, List.of()).score()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"60,69,false,false", "61,0,false,true", "0,70,false,true", "0,0,true,true"})
    void needsAFollowUpForAPromiseALikelySaleOrALikelyLoss(int intent, int churn, boolean promise, boolean needed) {
        NextStep step = promise ? new NextStep("Send the quote", 24) : null;

        assertThat(Analyses.anAnalyzedCall("c", intent, churn, step).analysis().needsFollowUp())
                .isEqualTo(needed);
    }

    @Test
    void needsNoFollowUpWhenNobodyAnswered() {
        assertThat(Analyses.aCallNobodyAnswered("c").analysis().needsFollowUp()).isFalse();
        assertThat(Analyses.aCallThatNeedsNoFollowUp("c").analysis().needsFollowUp())
                .isFalse();
    }

    @Test
    void namesItsInputByEverythingThatShapesIt() {
        Engine engine = new Engine("model", "m", "p", "r");
        List<String> inputs = Stream.of(
                        engine.input(aTranscript("agent: Hello.")),
                        engine.input(aTranscript("customer: Hello.")),
                        engine.input(aTranscript("agent: Hello!")),
                        engine.input(aTranscript()),
                        engine.input(null),
                        new Engine("offline", "m", "p", "r").input(aTranscript("agent: Hello.")),
                        new Engine("model", "m2", "p", "r").input(aTranscript("agent: Hello.")),
                        new Engine("model", "m", "p2", "r").input(aTranscript("agent: Hello.")),
                        new Engine("model", "m", "p", "r2").input(aTranscript("agent: Hello.")))
                .toList();

        assertThat(inputs).doesNotHaveDuplicates().allMatch(input -> input.matches("[0-9a-f]{64}"));
        assertThat(engine.input(aTranscript("agent: Hello."))).isEqualTo(inputs.getFirst());
    }
}
