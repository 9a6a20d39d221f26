package io.aftercall.analyze;

import io.aftercall.analyze.CallAnalysis.ChurnRisk;
import io.aftercall.analyze.CallAnalysis.Criterion;
import io.aftercall.analyze.CallAnalysis.Criterion.Verdict;
import io.aftercall.analyze.CallAnalysis.Customer;
import io.aftercall.analyze.CallAnalysis.Emotion;
import io.aftercall.analyze.CallAnalysis.Engine;
import io.aftercall.analyze.CallAnalysis.NextStep;
import io.aftercall.analyze.CallAnalysis.Objection;
import io.aftercall.analyze.CallAnalysis.Outcome;
import io.aftercall.analyze.CallAnalysis.Promise;
import io.aftercall.analyze.CallAnalysis.PurchaseIntent;
import io.aftercall.analyze.CallAnalysis.Requests;
import io.aftercall.analyze.CallAnalysis.Round;
import io.aftercall.analyze.CallAnalysis.Score;
import io.aftercall.analyze.CallAnalysis.Sentiment;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.Calls;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Analyses as they come out of this stage, for the tests of this and later stages. */
public final class Analyses {
    public static final Instant AT = Calls.ENDED.plusSeconds(10);
    public static final Engine ENGINE = new Engine("model", "gpt-5.4-mini", "judge-1-0a1b2c3d", "dialogue-4e5f6a7b");

    private Analyses() {}

    /** The customer finds it dear, wants it all the same, and is promised a quote: due 24 hours after the call. */
    public static CallAnalyzed anAnalyzedCall(String callId) {
        return anAnalyzedCall(callId, new NextStep("Send the quote, then call on Thursday at three", 24));
    }

    public static CallAnalyzed anAnalyzedCall(String callId, @Nullable NextStep nextStep) {
        return anAnalyzedCall(callId, 72, 10, nextStep);
    }

    /** @param intent 0-100, as is {@code churn} */
    public static CallAnalyzed anAnalyzedCall(String callId, int intent, int churn, @Nullable NextStep nextStep) {
        Evidence dear = new Evidence("u2", "that is more than we have");
        Evidence wanted = new Evidence("u4", "we want twelve seats");
        CallAnalysis analysis = new CallAnalysis(
                Outcome.JUDGED,
                new Score(83, "A", "Level A", "Excellent", "#1a7f37"),
                List.of(
                        new Criterion(
                                "greeting", "Greeting", 10, Verdict.MET, List.of(new Evidence("u1", "Good morning"))),
                        new Criterion(
                                "needs", "Needs", 20, Verdict.PARTLY, List.of(new Evidence("u3", "How many seats?"))),
                        new Criterion("price", "Price", 10, Verdict.NOT_SCORED, List.of())),
                new Emotion(15, Sentiment.NEUTRAL, List.of(), List.of(dear), List.of()),
                PurchaseIntent.of(intent, List.of(wanted)),
                ChurnRisk.of(churn, List.of(dear)),
                new Customer("commercial", List.of(dear)),
                List.of(new Objection("price", dear)),
                List.of(new Promise("Send the quote", AT.plusSeconds(86_390), new Evidence("u3", "I'll send it"))),
                List.of(new Round("u1", "u4", 75, 15, Sentiment.NEUTRAL, List.of("price"))),
                List.of("price", "promise"),
                "The customer wants twelve seats and finds them dear. A quote was promised.",
                List.of("A friendly greeting."),
                List.of("Ask what the seats are for."),
                nextStep,
                new Requests(1, 0, 0),
                ENGINE,
                "3c".repeat(32),
                AT);
        return new CallAnalyzed(Calls.aCall(callId), analysis, analysis.at());
    }

    /** Nothing was agreed, nobody is leaving, nobody is buying. */
    public static CallAnalyzed aCallThatNeedsNoFollowUp(String callId) {
        return anAnalyzedCall(callId, 20, 10, null);
    }

    /** The same as the offline engine might judge it while the model is away. */
    public static CallAnalyzed forNow(CallAnalyzed analyzed) {
        return forNow(analyzed, analyzed.at().minusSeconds(5));
    }

    /** @param at by the clock of whoever judged */
    static CallAnalyzed forNow(CallAnalyzed analyzed, Instant at) {
        CallAnalysis now = analyzed.analysis();
        Engine offline =
                new Engine("offline", null, "lexicons-1", now.engine().rubric()).meanwhile("the model is away");
        ObjectNode json = (ObjectNode) CallJson.mapper().valueToTree(now);
        json.set("engine", CallJson.mapper().valueToTree(offline));
        json.put("input", "6f".repeat(32));
        json.put("at", at.toString());
        return new CallAnalyzed(analyzed.call(), CallJson.mapper().treeToValue(json, CallAnalysis.class), at);
    }

    public static CallAnalyzed judged(CallAnalysis analysis) {
        return new CallAnalyzed(Calls.aCall("judged"), analysis, analysis.at());
    }

    /** Nothing but verdicts by a version of a rubric. */
    public static CallAnalysis by(String rubric, Score score, List<Criterion> criteria) {
        return new CallAnalysis(
                Outcome.JUDGED,
                score,
                criteria,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of(),
                List.of(),
                null,
                Requests.NONE,
                new Engine("offline", null, "lexicons-1", rubric),
                "5e".repeat(32),
                AT);
    }

    public static CallAnalyzed aCallNobodyAnswered(String callId) {
        CallAnalysis analysis = CallAnalysis.ofSilence(Outcome.NOT_CONNECTED, ENGINE, "4d".repeat(32), AT);
        return new CallAnalyzed(Calls.aCallNobodyAnswered(callId), analysis, analysis.at());
    }
}
