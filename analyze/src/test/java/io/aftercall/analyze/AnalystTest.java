package io.aftercall.analyze;

import static io.aftercall.transcribe.Transcripts.aCallNobodyAnswered;
import static io.aftercall.transcribe.Transcripts.aTranscribedCall;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.analyze.CallAnalysis.Outcome;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.MemoryCallFolder;
import io.aftercall.transcribe.CallTranscribed;
import org.junit.jupiter.api.Test;

class AnalystTest {
    private static final CallTranscribed CALL = aTranscribedCall(
            "c-1",
            "agent: Good morning, my name is Ann, calling from Pinecone.",
            "customer: Hi, what is it about?",
            "agent: How do you keep track of calls? I'll send you a quote today. Thank you.");

    private final CallFolder folder = new MemoryCallFolder();
    private final Analyst analyst = Analysts.offline(folder);

    private CallAnalysis inFolder(String key) {
        return CallJson.read(folder.read(key, "analysis.json").orElseThrow(), CallAnalysis.class);
    }

    @Test
    void judgesACallAndKeepsTheResultInItsFolder() {
        CallAnalyzed analyzed = analyst.analyze(CALL);

        assertThat(analyzed.call()).isEqualTo(CALL.call());
        assertThat(analyzed.at()).isEqualTo(Analyses.AT);
        assertThat(analyzed.analysis().outcome()).isEqualTo(Outcome.JUDGED);
        assertThat(analyzed.analysis().criteria()).isNotEmpty();
        assertThat(analyzed.analysis().engine().name()).isEqualTo("offline");
        assertThat(inFolder("generic-c-1")).isEqualTo(analyzed.analysis());
    }

    @Test
    void givesTheStoredResultForTheSameTranscriptAgain() {
        CallAnalysis first = analyst.analyze(CALL).analysis();
        CallAnalysis marked = Analyses.anAnalyzedCall("c-1").analysis();
        CallAnalysis stored = new CallAnalysis(
                first.outcome(),
                first.score(),
                first.criteria(),
                first.emotion(),
                first.intent(),
                first.churn(),
                first.customer(),
                first.objections(),
                first.promises(),
                first.rounds(),
                first.tags(),
                "as stored",
                first.strengths(),
                first.improve(),
                first.nextStep(),
                first.requests(),
                first.engine(),
                first.input(),
                marked.at().minusSeconds(3600));
        folder.replace("generic-c-1", "analysis.json", CallJson.write(stored));

        CallAnalyzed again = analyst.analyze(CALL);

        assertThat(again.analysis()).isEqualTo(stored);
        assertThat(again.at()).isEqualTo(stored.at());
    }

    @Test
    void judgesAnotherTranscriptOfTheSameCallAnew() {
        String first = analyst.analyze(CALL).analysis().input();

        String second = analyst.analyze(aTranscribedCall("c-1", "agent: Hello.", "customer: Who is this?"))
                .analysis()
                .input();

        assertThat(second).isNotEqualTo(first).isEqualTo(inFolder("generic-c-1").input());
    }

    @Test
    void judgesAnewWhatAnotherReleaseStoredInAnotherShape() {
        folder.replace("generic-c-1", "analysis.json", "{\"outcome\":\"PONDERED\"}".getBytes(UTF_8));

        assertThat(analyst.analyze(CALL).analysis().outcome()).isEqualTo(Outcome.JUDGED);
    }

    @Test
    void hasNothingToJudgeWhenNobodyAnswered() {
        CallAnalysis analysis = analyst.analyze(aCallNobodyAnswered("c-2")).analysis();

        assertThat(analysis.outcome()).isEqualTo(Outcome.NOT_CONNECTED);
        assertThat(analysis.score()).isNull();
        assertThat(analysis.emotion()).isNull();
        assertThat(inFolder("generic-c-2")).isEqualTo(analysis);
    }

    @Test
    void hasNothingToJudgeWhenNobodySpoke() {
        CallAnalysis analysis = analyst.analyze(aTranscribedCall("c-3")).analysis();

        assertThat(analysis.outcome()).isEqualTo(Outcome.NO_SPEECH);
        assertThat(analysis.criteria()).isEmpty();
        assertThat(analysis.needsFollowUp()).isFalse();
    }
}
