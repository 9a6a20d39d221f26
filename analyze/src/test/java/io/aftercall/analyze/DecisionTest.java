package io.aftercall.analyze;

import static io.aftercall.transcribe.Transcripts.aTranscript;
import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.analyze.CallAnalysis.ChurnRisk;
import io.aftercall.analyze.CallAnalysis.Criterion;
import io.aftercall.analyze.CallAnalysis.Criterion.Verdict;
import io.aftercall.analyze.CallAnalysis.Requests;
import io.aftercall.analyze.CallAnalysis.Sentiment;
import io.aftercall.analyze.Proposal.Churn;
import io.aftercall.analyze.Proposal.Emotion;
import io.aftercall.analyze.Proposal.Factors;
import io.aftercall.analyze.Proposal.Finding;
import io.aftercall.analyze.Proposal.Intent;
import io.aftercall.analyze.Proposal.Kind;
import io.aftercall.analyze.Proposal.NextStep;
import io.aftercall.analyze.Proposal.Objection;
import io.aftercall.analyze.Proposal.Promise;
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
        return new Decision(ShippedRubrics.dialogue(), TRANSCRIPT, Analyses.AT)
                .on(new Judge.Found(proposal, Requests.NONE), Analyses.ENGINE, "input", Analyses.AT);
    }

    private static Proposal proposal(Finding... findings) {
        return proposal(0, 0, 0, List.of(), List.of(findings));
    }

    private static Proposal proposal(
            int emotion, int intent, int churn, List<Evidence> signals, List<Finding> findings) {
        return new Proposal(
                findings,
                new Churn(signals, churn),
                Optional.of(new Proposal.Customer(signals, Proposal.CustomerType.EXECUTIVE)),
                new Emotion(new Factors(signals, signals, signals), emotion),
                new Intent(signals, intent),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                "",
                List.of(),
                List.of(),
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
                new Finding(List.of(), "price", Proposal.Verdict.NOT_APPLICABLE)));

        assertThat(criterion(analysis, "needs").verdict()).isEqualTo(Verdict.MISSED);
        assertThat(criterion(analysis, "price").verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Proposal.Verdict.class,
            names = {"MISSED", "NOT_APPLICABLE"})
    void takesNothingAwayByWordsThatNobodySaid(Proposal.Verdict verdict) {
        CallAnalysis analysis = decided(proposal(
                finding("greeting", Proposal.Verdict.MET, "u1", "Good morning"),
                finding("price", verdict, "u1", "You are a fool")));

        assertThat(criterion(analysis, "price").verdict()).isEqualTo(Verdict.NOT_SCORED);
    }

    @Test
    void movesNoQuoteThatStandsInSeveralUtterances() {
        Transcript said = aTranscript("agent: Certainly.", "customer: It is dear.", "agent: Certainly.");

        CallAnalysis analysis = new Decision(ShippedRubrics.dialogue(), said, Analyses.AT)
                .on(
                        new Judge.Found(
                                proposal(finding("rapport", Proposal.Verdict.MET, "u77", "Certainly")), Requests.NONE),
                        Analyses.ENGINE,
                        "input",
                        Analyses.AT);

        assertThat(criterion(analysis, "rapport").verdict()).isEqualTo(Verdict.NOT_SCORED);
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
        List<Evidence> said = List.of(new Evidence("u2", "too expensive"));

        CallAnalysis analysis = decided(proposal(-1000, 1000, 1000, said, List.of()));

        assertThat(analysis.emotion()).isEqualTo(new CallAnalysis.Emotion(-100, Sentiment.NEGATIVE, said, said, said));
        assertThat(analysis.intent()).isEqualTo(new CallAnalysis.PurchaseIntent(100, "very_high", said));
        assertThat(analysis.churn()).isEqualTo(new ChurnRisk(100, "high", said));
        assertThat(analysis.customer()).isEqualTo(new CallAnalysis.Customer("executive", said));
    }

    @Test
    void believesNoNumberWithoutAWordOfTheCustomers() {
        List<Evidence> unsaid = List.of(new Evidence("u2", "I love it"), new Evidence("u1", "Good morning"));

        CallAnalysis glad = decided(proposal(90, 95, 95, unsaid, List.of()));
        CallAnalysis angry = decided(proposal(-90, 0, 0, unsaid, List.of()));

        assertThat(glad.emotion().score()).isZero();
        assertThat(angry.emotion().score()).isZero();
        assertThat(glad.intent()).isEqualTo(angry.intent());
        assertThat(glad.intent().score()).isEqualTo(30);
        assertThat(glad.churn().score()).isZero();
        assertThat(glad.customer()).isNull();
    }

    @Test
    void givesNoScoreWithoutASingleProvenWord() {
        List<Finding> missed = ShippedRubrics.dialogue().criteria().stream()
                .map(c -> new Finding(List.of(new Evidence("u9", "unsaid")), c.id(), Proposal.Verdict.MISSED))
                .toList();

        assertThat(decided(proposal(0, 0, 0, List.of(), missed)).score()).isNull();
    }

    @Test
    void scoresARoundByWhatWasProvenInIt() {
        Proposal said = proposal(
                0,
                0,
                0,
                List.of(new Evidence("u2", "too expensive")),
                List.of(
                        finding("greeting", Proposal.Verdict.MET, "u1", "Good morning"),
                        finding("presentation", Proposal.Verdict.MET, "u3", "an hour a day"),
                        finding("objections", Proposal.Verdict.PARTLY, "u3", "I understand")));

        CallAnalysis analysis = decided(with(
                said,
                List.of(
                        new Round("u1", "u2", -300, List.of()),
                        new Round("u3", "u3", 20, List.of()),
                        new Round("u4", "u4", 0, List.of()))));

        assertThat(analysis.rounds())
                .containsExactly(
                        new CallAnalysis.Round("u1", "u2", 100, -100, Sentiment.NEGATIVE, List.of()),
                        new CallAnalysis.Round("u3", "u3", 75, 0, Sentiment.NEUTRAL, List.of()),
                        new CallAnalysis.Round("u4", "u4", null, 0, Sentiment.NEUTRAL, List.of()));
    }

    @Test
    void datesPromisesFromTheEndOfTheCall() {
        Evidence saves = new Evidence("u3", "It saves you an hour");
        Proposal proposal = new Proposal(
                List.of(),
                null,
                Optional.empty(),
                null,
                null,
                Optional.empty(),
                List.of(),
                List.of(
                        new Promise(new Evidence("u4", "Call me"), Optional.of(72), " Call "),
                        new Promise(saves, Optional.empty(), " "),
                        new Promise(new Evidence("u4", "I will pay"), Optional.of(1), "Pay")),
                List.of(),
                "",
                List.of(" Friendly. ", "", "Friendly."),
                List.of("x".repeat(5000)),
                List.of());

        CallAnalysis analysis = decided(proposal);

        assertThat(analysis.promises())
                .containsExactly(
                        new CallAnalysis.Promise(
                                "Call", Analyses.AT.plusSeconds(72 * 3600), new Evidence("u4", "Call me")),
                        new CallAnalysis.Promise("It saves you an hour", null, saves));
        assertThat(analysis.strengths()).containsExactly("Friendly.");
        assertThat(analysis.improve()).singleElement().satisfies(line -> assertThat(line)
                .hasSize(500));
    }

    private static Proposal with(Proposal p, List<Round> rounds) {
        return new Proposal(
                p.criteria(),
                p.churn(),
                p.customer(),
                p.emotion(),
                p.intent(),
                p.nextStep(),
                p.objections(),
                p.promises(),
                rounds,
                p.summary(),
                p.strengths(),
                p.improve(),
                p.tags());
    }

    @Test
    void dropsWhatDoesNotStandInTheTranscript() {
        Proposal proposal = new Proposal(
                List.of(),
                new Churn(List.of(new Evidence("u2", "we are leaving"), new Evidence("u1", "Good morning")), 50),
                Optional.empty(),
                new Emotion(Factors.NONE, 0),
                new Intent(List.of(), 0),
                Optional.of(new NextStep(1_000_000, " Call back ")),
                List.of(
                        new Objection(new Evidence("u2", "Too expensive!"), Kind.PRICE),
                        new Objection(new Evidence("u2", "others are better"), Kind.COMPETITOR)),
                List.of(),
                List.of(
                        new Round("u1", "u2", 0, List.of("Price ", "<b>x</b>", "price")),
                        new Round("u2", "u9", 0, List.of()),
                        new Round("u3", "u1", 0, List.of())),
                "  ",
                List.of(),
                List.of(),
                List.of("won", "{\"score\":100}", ""));

        CallAnalysis analysis = decided(proposal);

        assertThat(analysis.churn()).isEqualTo(new ChurnRisk(0, "low", List.of()));
        assertThat(analysis.objections())
                .containsExactly(new CallAnalysis.Objection("price", new Evidence("u2", "Too expensive!")));
        assertThat(analysis.rounds())
                .containsExactly(new CallAnalysis.Round("u1", "u2", null, 0, Sentiment.NEUTRAL, List.of("price")));
        assertThat(analysis.tags()).containsExactly("won");
        assertThat(analysis.summary()).isNull();
        assertThat(analysis.nextStep()).isEqualTo(new CallAnalysis.NextStep("Call back", 8760));
    }
}
