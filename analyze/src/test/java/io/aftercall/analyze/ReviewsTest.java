package io.aftercall.analyze;

import static io.aftercall.transcribe.Transcripts.aTranscribedCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aftercall.analyze.CallAnalysis.Criterion;
import io.aftercall.analyze.CallAnalysis.Criterion.Verdict;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.MemoryCallFolder;
import io.aftercall.transcribe.CallTranscribed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReviewsTest {
    private static final String KEY = "generic-c-1";
    private static final Duration WEEK = Duration.ofDays(7);
    private static final CallTranscribed CALL = aTranscribedCall(
            "c-1",
            "agent: Good morning, my name is Ann, calling from Pinecone. Is now a good time?",
            "customer: Hi, yes, what is it about?",
            "agent: How do you keep track of calls today?",
            "customer: On paper, it is a mess.",
            "agent: I understand. I'll send you a quote today, and shall we talk on Thursday at ten?",
            "customer: Agreed.",
            "agent: Thank you for your time, have a good day!");

    private final CallFolder folder = new MemoryCallFolder();
    private final CallIndex index = new MemoryCallIndex();
    private final Reviews reviews = reviewsAt(Analyses.AT.plusSeconds(60));
    private CallAnalysis judged;

    private Reviews reviewsAt(Instant now) {
        return new Reviews(folder, index, ShippedRubrics.ALL, WEEK, Clock.fixed(now, ZoneOffset.UTC));
    }

    @BeforeEach
    void judge() {
        CallAnalyzed analyzed = Analysts.offline(folder).analyze(CALL);
        judged = analyzed.analysis();
        index.merge(List.of(CallDocument.of(CALL), CallDocument.of(analyzed)));
        assertThat(judged.score()).isNotNull();
    }

    private Reviewed reviewed() {
        return index.find(KEY).orElseThrow().reviewed().orElseThrow();
    }

    private static Verdict verdict(CallAnalysis analysis, String criterion) {
        return analysis.criteria().stream()
                .filter(each -> each.id().equals(criterion))
                .map(Criterion::verdict)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void correctsAVerdictAndWithItThePointsAndLeavesTheOriginal() {
        assertThat(verdict(judged, "greeting")).isEqualTo(Verdict.MET);

        reviews.correct(KEY, "Ann Lee", "She did not say her name", Map.of("greeting", Verdict.MISSED), null, null);

        Reviewed now = reviewed();
        assertThat(now.analysis()).isEqualTo(judged);
        assertThat(verdict(now.corrected(), "greeting")).isEqualTo(Verdict.MISSED);
        assertThat(now.corrected().score().points()).isLessThan(judged.score().points());
        assertThat(CallRow.of(index.find(KEY).orElseThrow()).score())
                .isEqualTo(now.corrected().score().points());
        assertThat(Reviews.stored(folder, KEY)).isEqualTo(now.reviews());
    }

    @Test
    void setsLevelAndTags() {
        reviews.correct(KEY, "Ann Lee", "Won in the end", Map.of(), "A", List.of("won", " price "));

        CallAnalysis now = reviewed().corrected();
        assertThat(now.score().level()).isEqualTo("A");
        assertThat(now.score().points()).isEqualTo(judged.score().points());
        assertThat(now.allTags()).containsExactly("won", "price");
    }

    @Test
    void aLevelThatWasSetStaysWhenAnotherVerdictIsCorrected() {
        reviews.correct(KEY, "Ann Lee", "Won in the end", Map.of(), "D", null);

        reviews.correct(KEY, "Bob", "No name", Map.of("greeting", Verdict.MISSED), null, null);

        assertThat(reviewed().corrected().score().level()).isEqualTo("D");
        assertThat(reviewed().corrected().score().points())
                .isLessThan(judged.score().points());
    }

    @Test
    void ofTwoWhoSpeakAtTheSameTimeOneComesAfterTheOther() {
        reviews.correct(KEY, "Ann", "why", Map.of("greeting", Verdict.MISSED), null, null);
        reviews.correct(KEY, "Bob", "why", Map.of("courtesy", Verdict.MISSED), null, null);

        assertThat(verdict(reviewed().corrected(), "greeting")).isEqualTo(Verdict.MISSED);
        assertThat(verdict(reviewed().corrected(), "courtesy")).isEqualTo(Verdict.MISSED);
        assertThat(reviewed().reviews()).extracting(CallReview::at).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void theSameWordSaidTwiceIsOneReview() {
        CallReview first = reviews.correct(KEY, "Ann", "why", Map.of("greeting", Verdict.MISSED), null, null);

        CallReview second = reviewsAt(Analyses.AT.plusSeconds(600))
                .correct(KEY, "Ann", "why", Map.of("greeting", Verdict.MISSED), null, null);

        assertThat(second).isEqualTo(first);
        assertThat(reviewed().reviews()).containsExactly(first);
    }

    @Test
    void anAgentObjectsAndSomebodyElseDecides() {
        CallReview objection = reviews.object(KEY, "m-1", "I did ask", "greeting", Verdict.PARTLY);
        assertThat(reviewed().openObjections()).isEqualTo(1);
        assertThat(reviewed().corrected().criteria()).isEqualTo(judged.criteria());

        assertThatThrownBy(() -> reviews.decide(KEY, objection.id(), " M-1 ", "of course", true))
                .hasMessageContaining("somebody else must decide");
        CallReview decision = reviews.decide(KEY, objection.id(), "Ann Lee", "It was half of it", true);

        assertThat(reviews.decide(KEY, objection.id(), "Ann Lee", "It was half of it", true))
                .isEqualTo(decision);
        assertThat(reviewed().openObjections()).isZero();
        assertThat(verdict(reviewed().corrected(), "greeting")).isEqualTo(Verdict.PARTLY);
        assertThatThrownBy(() -> reviews.decide(KEY, objection.id(), "Bob", "no", false))
                .hasMessageContaining("decided on by Ann Lee");
    }

    @Test
    void whoSaidTheSameReasonBeforeCanStillDecide() {
        reviews.correct(KEY, "Ann Lee", "yes", Map.of("courtesy", Verdict.MET), null, null);
        CallReview objection = reviews.object(KEY, "m-1", "I did ask", "greeting", Verdict.PARTLY);

        reviews.decide(KEY, objection.id(), "Ann Lee", "yes", true);

        assertThat(verdict(reviewed().corrected(), "greeting")).isEqualTo(Verdict.PARTLY);
    }

    @Test
    void anObjectionThatIsNotAcceptedConfirmsTheVerdict() {
        CallReview objection = reviews.object(KEY, "m-1", "I did not", "greeting", Verdict.MISSED);

        reviews.decide(KEY, objection.id(), "Ann Lee", "You did, in the first sentence", false);

        assertThat(reviewed().corrected()).isEqualTo(judged);
        assertThat(index.find(KEY).orElseThrow().agreements())
                .containsExactly(new Reviewed.Agreement("dialogue", "greeting", Verdict.MET, Verdict.MET));
    }

    @Test
    void objectionsEndWithTheDeadline() {
        reviewsAt(judged.at().plus(WEEK)).object(KEY, "m-1", "in time", "greeting", Verdict.MISSED);

        assertThatThrownBy(() -> reviewsAt(judged.at().plus(WEEK).plusMillis(1))
                        .object(KEY, "m-1", "too late", "greeting", Verdict.MISSED))
                .isInstanceOf(Reviews.Refused.class)
                .hasMessage("objections to call generic-c-1 were possible until "
                        + judged.at().plus(WEEK));
    }

    @Test
    void countsHowOftenPeopleComeToTheJudgesVerdict() {
        reviews.correct(KEY, "Ann", "right", Map.of("greeting", Verdict.MET, "courtesy", Verdict.MISSED), null, null);

        assertThat(index.calibration(null, null).criteria())
                .extracting(
                        Calibration.Criterion::rubric,
                        Calibration.Criterion::criterion,
                        Calibration.Criterion::reviewed,
                        Calibration.Criterion::agreed)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("dialogue", "courtesy", 1L, 0L),
                        org.assertj.core.groups.Tuple.tuple("dialogue", "greeting", 1L, 1L));
        assertThat(index.calibration(Analyses.AT.plus(Duration.ofDays(400)), null)
                        .criteria())
                .isEmpty();
    }

    @Test
    void saysNothingOfACallThatIsJudgedAgain() {
        reviews.correct(KEY, "Ann", "why", Map.of("greeting", Verdict.MISSED), null, null);
        CallAnalysis again = Analysts.offline(folder, "manager").analyze(CALL).analysis();

        Reviewed now = new Reviewed(again, reviewed().reviews());

        assertThat(now.corrected()).isEqualTo(again);
        assertThat(now.reviews()).isEmpty();
        index.merge(List.of(
                CallDocument.of(new CallAnalyzed(CALL.call(), again, again.at().plusSeconds(1)))));
        assertThat(index.calibration(null, null).criteria())
                .extracting(Calibration.Criterion::rubric, Calibration.Criterion::agreed)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("dialogue", 0L));
    }

    @Test
    void refusesWhatCannotBeSaid() {
        assertThatThrownBy(() -> reviews.correct("generic-none", "Ann", "why", Map.of("a", Verdict.MET), null, null))
                .hasMessage("no call generic-none");
        assertThatThrownBy(() -> reviews.correct(KEY, "Ann", "why", Map.of("charm", Verdict.MET), null, null))
                .hasMessageContaining("'charm' is no criterion of this call; they are greeting");
        assertThatThrownBy(() -> reviews.correct(KEY, " ", "why", Map.of("greeting", Verdict.MET), null, null))
                .hasMessageContaining("'author'");
        assertThatThrownBy(() -> reviews.correct(KEY, "Ann", "", Map.of("greeting", Verdict.MET), null, null))
                .hasMessageContaining("'reason'");
        assertThatThrownBy(() -> reviews.correct(KEY, "Ann", "why", Map.of(), null, null))
                .hasMessageContaining("criteria, level or tags");
        assertThatThrownBy(() -> reviews.correct(KEY, "Ann", "why", Map.of(), "S", null))
                .hasMessageContaining("'S' is no level; they are A, B, C, D");
        assertThatThrownBy(() -> reviews.correct(KEY, "Ann", "why", Map.of("greeting", Verdict.NOT_SCORED), null, null))
                .hasMessageContaining("a person's verdict");
        assertThat(Reviews.stored(folder, KEY)).isEmpty();
    }
}
