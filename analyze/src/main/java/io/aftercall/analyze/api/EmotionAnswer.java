package io.aftercall.analyze.api;

import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallAnalysis.ChurnRisk;
import io.aftercall.analyze.CallAnalysis.Emotion;
import io.aftercall.analyze.CallAnalysis.PurchaseIntent;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallRow;
import io.aftercall.analyze.Evidence;
import io.aftercall.analyze.Reviewed;
import io.aftercall.analyze.SeedJson;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a communication says of the customer.
 *
 * @param sentiment positive, neutral or negative; neutral also where nothing could be told, which the result then says
 * @param purchaseIntentScore 0-100, and {@code churnRisk} high, medium or low
 * @param createdAt when it was judged
 */
record EmotionAnswer(
        long id,
        @Nullable Long presaleTicketId,
        @Nullable Long customerId,
        String sentiment,
        double purchaseIntentScore,
        String churnRisk,
        Factors emotionFactors,
        String analysisResult,
        String createdAt) {

    /** The customer's own words. */
    record Factors(List<String> positiveKeywords, List<String> concerns, String urgencyLevel) {}

    /** @param judged has an analysis */
    static EmotionAnswer of(long id, CallDocument judged, ZoneId zone) {
        CallRow row = CallRow.of(judged);
        CallAnalysis analysis = judged.reviewed().map(Reviewed::corrected).orElseThrow();
        Emotion emotion = analysis.emotion();
        PurchaseIntent intent = analysis.intent();
        ChurnRisk churn = analysis.churn();
        return new EmotionAnswer(
                id,
                SeedJson.number(row.presaleTicketId()),
                SeedJson.number(row.customerId()),
                emotion == null ? "neutral" : emotion.label().name().toLowerCase(Locale.ROOT),
                intent == null ? 0 : intent.score(),
                churn == null ? "low" : churn.level(),
                factors(analysis),
                result(analysis, Labels.of(row.language())),
                SeedJson.local(analysis.at(), zone));
    }

    private static Factors factors(CallAnalysis analysis) {
        Emotion emotion = analysis.emotion();
        PurchaseIntent intent = analysis.intent();
        Stream<Evidence> positive = emotion == null ? Stream.of() : emotion.positive().stream();
        Stream<Evidence> buying = intent == null ? Stream.of() : intent.signals().stream();
        Stream<Evidence> concerns = emotion == null ? Stream.of() : emotion.concerns().stream();
        Stream<Evidence> objections = analysis.objections().stream().map(CallAnalysis.Objection::evidence);
        String urgency = emotion != null && !emotion.urgency().isEmpty()
                ? "high"
                : intent != null && intent.score() > 30 ? "medium" : "low";
        return new Factors(
                quotes(Stream.concat(positive, buying)), quotes(Stream.concat(concerns, objections)), urgency);
    }

    private static List<String> quotes(Stream<Evidence> evidence) {
        return evidence.map(Evidence::quote).distinct().toList();
    }

    private static String result(CallAnalysis analysis, Labels labels) {
        Emotion emotion = analysis.emotion();
        PurchaseIntent intent = analysis.intent();
        List<String> lines = new ArrayList<>();
        if (analysis.engine().forNow()) {
            lines.add(labels.get("emotionProvisional"));
        }
        if (emotion == null || intent == null) {
            lines.add(labels.get("emotionUnknown"));
            return labels.sentences(lines);
        }
        lines.add(labels.get("emotionIntent_" + intent.band()));
        lines.add(labels.get("emotionMood_" + emotion.label().name().toLowerCase(Locale.ROOT)));
        String summary = analysis.summary();
        if (summary != null) {
            lines.add(summary);
        }
        return labels.sentences(lines);
    }
}
