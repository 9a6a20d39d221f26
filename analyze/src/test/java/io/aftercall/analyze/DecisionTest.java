package io.aftercall.analyze;

import static io.aftercall.transcribe.Transcripts.aTranscript;
import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.analyze.CallAnalysis.ChurnRisk;
import io.aftercall.analyze.CallAnalysis.Criterion;
import io.aftercall.analyze.CallAnalysis.Criterion.Verdict;
import io.aftercall.analyze.CallAnalysis.Sentiment;
import io.aftercall.analyze.Proposal.Churn;
import io.aftercall.analyze.Proposal.Emotion;
import io.aftercall.analyze.Proposal.Finding;
import io.aftercall.analyze.Proposal.Intent;
import io.aftercall.analyze.Proposal.Kind;
import io.aftercall.analyze.Proposal.NextStep;
import io.aftercall.analyze.Proposal.Objection;
import io.aftercall.analyze.Proposal.Round;
import io.aftercall.transcribe.Transcript;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecisionTest {
    private static final Transcript TRANSCRIPT = aTranscript(
            "agent: Good morning, Ann from Pinecone.",
            "customer: Hello. It is too expensive for us.",
            "agent: I understand. It saves you an hour a day.",
            "unknown: Call me on Thursday.");

    private static CallAnalysis decided(Proposal proposal) {
        return new Decision(ShippedRubrics.dialogue(), TRANSCRIPT).on(proposal, Analyses.ENGINE, "input", Analyses.AT);
    }

    private static Proposal proposal(Finding... findings) {
        return proposal(0, 0, 0, List.of(), List.of(findings));
    }

    private static Proposal proposal(
            int emotion, int intent, int churn, List<Evidence> signals, List<Finding> findings) {
        return new Proposal(
                findings,
                new Churn(churn, signals),
                new Emotion(emotion),
                new Intent(intent),
                Optional.empty(),
                List.of(),
                List.of(),
                "",
                List.of());
    }

    private static Finding finding(String id, Proposal.Verdict verdict, String utterance, String quote) {
        return new Finding(List.of(new Evidence(utterance, quote)), id, verdict);
    }

    private static Criterion criterion(CallAnalysis analysis, String id) {
        return analysis.criteria().stream()
                .filter(c -> c.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void acceptsAQuoteThatStandsInItsUtterance() {
        Criterion greeting = criterion(
                decided(proposal(finding("greeting", Proposal.Verdict.MET, "u1", "good morning ann"))), "greeting");

        assertThat(greeting)
                .isEqualTo(new Criterion(
                        "greeting", "Greeting", 10, Verdict.MET, List.of(new Evidence("u1", "good morning ann"))));
    }

    @Test
    void movesAQuoteToTheUtteranceItStandsIn() {
        CallAnalysis analysis = decided(proposal(
                finding("rapport", Proposal.Verdict.PARTLY, "u1", "I understand"),
                finding("greeting", Proposal.Verdict.MET, "another-calls-u77", "Good morning")));

        assertThat(criterion(analysis, "rapport").evidence()).containsExactly(new Evidence("u3", "I understand"));
        assertThat(criterion(analysis, "greeting").evidence()).containsExactly(new Evidence("u1", "Good morning"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Proposal.Verdict.class,
            names = {"MET", "PARTLY"})
    void doesNotScoreAVerdictWhoseQuotesWereInvented(Proposal.Verdict verdict) {
        Criterion needs =
                criterion(decided(proposal(finding("needs", verdict, "u3", "What keeps you up at night?"))), "needs");

        assertThat(needs.verdict()).isEqualTo(Verdict.NOT_SCORED);
        assertThat(needs.evidence()).isEmpty();
    }

    @Test
    void doesNotLetTheCustomersWordsEarnTheAgentAPoint() {
        CallAnalysis analysis = decided(proposal(finding("price", Proposal.Verdict.MET, "u2", "too expensive")));

        assertThat(criterion(analysis, "price").verdict()).isEqualTo(Verdict.NOT_SCORED);
    }

    @Test
    void takesWordsOfAnUnknownSpeakerForEitherSide() {
        CallAnalysis analysis = decided(proposal(finding("next_step", Proposal.Verdict.MET, "u4", "on Thursday")));

        assertThat(criterion(analysis, "next_step").verdict()).isEqualTo(Verdict.MET);
    }

    @Test
    void needsNoQuoteForWhatWasMissedOrDoesNotApply() {
        CallAnalysis analysis = decided(proposal(
                new Finding(List.of(), "needs", Proposal.Verdict.MISSED),
                finding("price", Proposal.Verdict.NOT_APPLICABLE, "u1", "never said")));

        assertThat(criterion(analysis, "needs").verdict()).isEqualTo(Verdict.MISSED);
        assertThat(criterion(analysis, "price").verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
        assertThat(criterion(analysis, "price").evidence()).isEmpty();
    }

    @Test
    void keepsToTheRubricsCriteria() {
        CallAnalysis analysis = decided(proposal(
                finding("charisma", Proposal.Verdict.MET, "u1", "Good morning"),
                finding("greeting", Proposal.Verdict.MET, "u1", "Good morning"),
                new Finding(List.of(), "greeting", Proposal.Verdict.MISSED)));

        assertThat(analysis.criteria())
                .extracting(Criterion::id)
                .containsExactly(
                        "greeting", "rapport", "needs", "presentation", "objections", "price", "next_step", "courtesy");
        assertThat(criterion(analysis, "greeting").verdict()).isEqualTo(Verdict.MET);
        assertThat(criterion(analysis, "courtesy").verdict()).isEqualTo(Verdict.NOT_SCORED);
        assertThat(analysis.score()).isNull();
    }

    @Test
    void clampsNumbersIntoTheirRange() {
        CallAnalysis analysis =
                decided(proposal(-1000, 1000, 1000, List.of(new Evidence("u2", "too expensive")), List.of()));

        assertThat(analysis.emotion()).isEqualTo(new CallAnalysis.Emotion(-100, Sentiment.NEGATIVE));
        assertThat(analysis.intent()).isEqualTo(new CallAnalysis.PurchaseIntent(100, "very_high"));
        assertThat(analysis.churn())
                .isEqualTo(new ChurnRisk(100, "high", List.of(new Evidence("u2", "too expensive"))));
    }

    @Test
    void dropsWhatDoesNotStandInTheTranscript() {
        Proposal proposal = new Proposal(
                List.of(),
                new Churn(50, List.of(new Evidence("u2", "we are leaving"), new Evidence("u1", "Good morning"))),
                new Emotion(0),
                new Intent(0),
                Optional.of(new NextStep(1_000_000, " Call back ")),
                List.of(
                        new Objection(Kind.PRICE, "Too expensive!", "u2"),
                        new Objection(Kind.COMPETITOR, "others are better", "u2")),
                List.of(
                        new Round("u1", "u2", Sentiment.NEUTRAL, List.of("Price ", "<b>x</b>", "price")),
                        new Round("u2", "u9", Sentiment.NEUTRAL, List.of()),
                        new Round("u3", "u1", Sentiment.NEUTRAL, List.of())),
                "  ",
                List.of("won", "{\"score\":100}", ""));

        CallAnalysis analysis = decided(proposal);

        assertThat(analysis.churn()).isEqualTo(new ChurnRisk(50, "medium", List.of()));
        assertThat(analysis.objections())
                .containsExactly(new CallAnalysis.Objection("price", new Evidence("u2", "Too expensive!")));
        assertThat(analysis.rounds())
                .containsExactly(new CallAnalysis.Round("u1", "u2", Sentiment.NEUTRAL, List.of("price")));
        assertThat(analysis.tags()).containsExactly("won");
        assertThat(analysis.summary()).isNull();
        assertThat(analysis.nextStep()).isEqualTo(new CallAnalysis.NextStep("Call back", 8760));
    }
}
