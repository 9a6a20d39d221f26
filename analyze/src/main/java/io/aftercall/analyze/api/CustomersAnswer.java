package io.aftercall.analyze.api;

import io.aftercall.analyze.CallAnalysis;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Many customers at a glance.
 *
 * @param totalAnalyzed customers asked for, each once
 * @param failedCount those of whom nothing is known or could be read; their summaries are without figures
 */
record CustomersAnswer(
        int totalAnalyzed, int successCount, int failedCount, List<Summary> summaries, String analysisTimestamp) {

    /**
     * What is not known, and what was not asked for, is null.
     *
     * @param latestSentiment positive, neutral or negative
     * @param purchaseIntentScore 0-100
     * @param churnRisk high, medium or low
     * @param needsAttention a high risk, a bad mood or a clear wish to buy
     */
    record Summary(
            long customerId,
            @Nullable String latestSentiment,
            @Nullable Double purchaseIntentScore,
            @Nullable String churnRisk,
            boolean needsAttention,
            String recommendedAction) {

        /** Nothing is known. */
        static Summary unknown(long customer, String why) {
            return new Summary(customer, null, null, null, false, why);
        }

        /**
         * @param latest of the customer's communications; absent where only the risk was asked for
         * @param churn absent where it was not asked for
         */
        static Summary of(long customer, @Nullable CallAnalysis latest, @Nullable ChurnForecast churn, Labels labels) {
            CallAnalysis.Emotion emotion = latest == null ? null : latest.emotion();
            CallAnalysis.PurchaseIntent intent = latest == null ? null : latest.intent();
            boolean leaving = churn != null && churn.risk().equals("high");
            boolean bad = emotion != null && emotion.label() == CallAnalysis.Sentiment.NEGATIVE;
            boolean buying = intent != null && intent.strong();
            String action = leaving ? "save" : bad ? "calm" : buying ? "close" : other(intent, churn);
            return new Summary(
                    customer,
                    emotion == null ? null : emotion.label().name().toLowerCase(Locale.ROOT),
                    intent == null ? null : (double) intent.score(),
                    churn == null ? null : churn.risk(),
                    leaving || bad || buying,
                    labels.get("customerAction_" + action));
        }

        private static String other(CallAnalysis.@Nullable PurchaseIntent intent, @Nullable ChurnForecast churn) {
            return churn != null && churn.risk().equals("medium")
                    ? "ask"
                    : intent != null && intent.score() > 30 ? "nurture" : "keep";
        }
    }
}
