package io.aftercall.analyze;

import static io.aftercall.transcribe.Transcripts.aCallNobodyAnswered;
import static io.aftercall.transcribe.Transcripts.aTranscribedCall;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aftercall.analyze.CallAnalysis.Outcome;
import io.aftercall.analyze.offline.OfflineJudge;
import io.aftercall.analyze.tags.RuleTag;
import io.aftercall.analyze.tags.TagRules;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.MemoryCallFolder;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.transcribe.CallTranscribed;
import io.aftercall.transcribe.Transcript;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ByteArrayResource;

class AnalystTest {
    private static final CallTranscribed CORRECTED = aTranscribedCall("c-1", "agent: Hello.", "customer: Who is this?");

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
                        marked.at().minusSeconds(3600))
                .with(Objects.requireNonNull(first.byRule()));
        folder.replace("generic-c-1", "analysis.json", CallJson.write(stored));

        CallAnalyzed again = analyst.analyze(CALL);

        assertThat(again.analysis()).isEqualTo(stored);
        assertThat(again.at()).isEqualTo(stored.at());
    }

    @Test
    void judgesAnotherTranscriptOfTheSameCallAnew() {
        String first = analyst.analyze(CALL).analysis().input();

        String second = analyst.analyze(CORRECTED).analysis().input();

        assertThat(second).isNotEqualTo(first).isEqualTo(inFolder("generic-c-1").input());
    }

    @Test
    void keepsWhatWasThoughtOfTheCallBefore() {
        CallAnalysis first = analyst.analyze(CALL).analysis();

        CallAnalysis second = analyst.analyze(CORRECTED).analysis();
        CallAnalysis third = analyst.analyze(CALL).analysis();

        assertThat(second.earlier())
                .containsExactly(new CallAnalysis.Earlier(first.at(), first.score(), first.engine(), first.input()));
        assertThat(third.earlier())
                .extracting(CallAnalysis.Earlier::input)
                .containsExactly(first.input(), second.input());
        assertThat(folder.read("generic-c-1", "analyses/" + first.input() + ".json")
                        .map(json -> CallJson.read(json, CallAnalysis.class)))
                .contains(first);
    }

    @Test
    void givesTagsByRulesWithTheWordsTheyWentBy() {
        CallTranscribed call =
                aTranscribedCall("c-4", "agent: Good morning.", "customer: How much is it?", "agent: Ten a month.");

        CallAnalysis analysis = analyst.analyze(call).analysis();

        assertThat(analysis.ruleTags())
                .filteredOn(tag -> tag.path().equals("sales/interest/asks_price"))
                .singleElement()
                .satisfies(tag -> assertThat(tag.evidence())
                        .extracting(Evidence::quote)
                        .allSatisfy(quote -> assertThat(quote).containsIgnoringCase("how much")));
        assertThat(analysis.allTags()).contains("asks_price");
    }

    @Test
    void asksChangedRulesAboutACallThatIsJudgedAlready() {
        CallAnalysis before = analyst.analyze(CALL).analysis();
        TagRules changed = TagRules.read(new ByteArrayResource("""
                scenes:
                  - id: s
                    name: { zh: s, ru: s, en: s }
                    groups:
                      - id: g
                        name: { zh: g, ru: g, en: g }
                        tags:
                          - id: tracks_calls
                            name: { zh: t, ru: t, en: t }
                            when: { said: { words: [track of calls] } }
                """.getBytes(UTF_8)));

        CallAnalysis after = Analysts.offline(folder, changed).analyze(CALL).analysis();

        assertThat(after.ruleTags()).extracting(RuleTag::path).containsExactly("s/g/tracks_calls");
        assertThat(after.at()).isEqualTo(before.at());
        assertThat(after.earlier()).isEmpty();
        assertThat(inFolder("generic-c-1")).isEqualTo(after);
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

    /** As the offline engine, when it is there. */
    private static final class Model implements Judge {
        private final Judge offline = new OfflineJudge();
        private boolean away = true;
        private Runnable meanwhile = () -> {};

        @Override
        public CallAnalysis.Engine engine(Rubric rubric) {
            return new CallAnalysis.Engine("model", "m", "p1", rubric.version());
        }

        @Override
        public Found propose(Transcript transcript, Rubric rubric, Call call, boolean askedBefore) {
            meanwhile.run();
            if (away) {
                throw TransientFailure.outage("language model h is away since noon", null);
            }
            return offline.propose(transcript, rubric, call, askedBefore);
        }
    }

    private final Model model = new Model();
    private final Analyst standsIn = Analysts.of(model, failure -> true, folder);

    @Test
    void judgesOfflineForTheTimeThatTheModelIsAway() {
        CallAnalyzed first = standsIn.analyze(CALL);
        assertThat(first.analysis().engine().name()).isEqualTo("offline");
        assertThat(first.analysis().engine().forNow()).isTrue();
        assertThat(first.analysis().engine().because())
                .isEqualTo("to be judged again once the model is back: language model h is away since noon");
        assertThat(standsIn.judged(CALL)).contains(first);
        assertThat(standsIn.analyze(CALL)).as("it is still away").isEqualTo(first);
        assertThat(folder.list("generic-c-1", "analyses/")).isEmpty();

        model.away = false;
        CallAnalyzed second = standsIn.analyze(CALL);
        assertThat(second.analysis().engine().name()).isEqualTo("model");
        assertThat(second.analysis().engine().forNow()).isFalse();
        assertThat(second.analysis().earlier())
                .extracting(before -> before.engine().name())
                .containsExactly("offline");
        assertThat(inFolder("generic-c-1")).isEqualTo(second.analysis());
    }

    @Test
    void judgesForGoodWhatItJudgedForNowOnceNoModelIsAskedAnyMore() {
        CallAnalyzed first = standsIn.analyze(CALL);

        CallAnalysis forGood = analyst.analyze(CALL).analysis();

        assertThat(forGood.engine().forNow()).isFalse();
        assertThat(forGood.input()).isEqualTo(first.analysis().input());
        assertThat(forGood.earlier()).isEmpty();
        assertThat(inFolder("generic-c-1")).isEqualTo(forGood);
    }

    @Test
    void judgesATranscriptCorrectedMeanwhileOfflineToo() {
        CallAnalyzed first = standsIn.analyze(CALL);

        CallAnalyzed corrected = standsIn.analyze(CORRECTED);

        assertThat(corrected.analysis().engine().forNow()).isTrue();
        assertThat(corrected.analysis().earlier())
                .extracting(CallAnalysis.Earlier::input)
                .containsExactly(first.analysis().input());
    }

    @Test
    void waitsForTheModelWhereItHasJudgedTheCallBefore() {
        model.away = false;
        CallAnalyzed judged = standsIn.analyze(CALL);

        model.away = true;
        assertThatThrownBy(() -> standsIn.analyze(CORRECTED)).isInstanceOf(TransientFailure.class);
        assertThat(inFolder("generic-c-1")).isEqualTo(judged.analysis());
    }

    @Test
    void takesWhatTheModelToldAnotherWhileItFailedHere() {
        Model back = new Model();
        back.away = false;
        model.meanwhile = () -> Analysts.of(back, failure -> true, folder).analyze(CALL);

        assertThat(standsIn.analyze(CALL).analysis().engine().name()).isEqualTo("model");
        assertThat(inFolder("generic-c-1").engine().name()).isEqualTo("model");
    }

    @Test
    void waitsForTheModelWhereItIsNotToldToDoWithout() {
        Analyst waits = Analysts.of(model, failure -> false, folder);

        assertThatThrownBy(() -> waits.analyze(CALL)).isInstanceOf(TransientFailure.class);
        assertThat(folder.list("generic-c-1", "")).isEmpty();
    }

    @Test
    void asksTheModelOnceForTwoWhoseTurnsComeAtTheSameTime() {
        AtomicInteger requests = new AtomicInteger();
        Supplier<CallAnalyzed> judging = () -> standsIn.inTurn(CALL.call(), () -> standsIn.analyze(CALL));
        FutureTask<CallAnalyzed> second = new FutureTask<>(judging::get);
        Thread other = new Thread(second);
        model.away = false;
        model.meanwhile = () -> {
            if (requests.incrementAndGet() == 1) {
                other.start();
                Awaitility.await().until(() -> other.getState() == Thread.State.WAITING);
            }
        };

        CallAnalyzed first = judging.get();

        assertThat(second).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(first);
        assertThat(requests).hasValue(1);
    }
}
