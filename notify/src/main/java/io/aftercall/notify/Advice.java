package io.aftercall.notify;

import io.aftercall.analyze.CallAnalysis;
import java.time.Instant;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * What to do about a customer after what was judged: whoever may leave or is annoyed, and whoever wants to buy, is to be
 * contacted within hours.
 *
 * @param kind names the words for it
 * @param hours within which; as agreed, where something was and nothing is more urgent
 * @param figure what it is told by
 * @param agreed what was promised; empty when nothing was
 */
record Advice(String kind, int hours, int figure, String agreed) {
    private static final int SOME_INTENT = 30;

    static Advice on(CallAnalysis analysis) {
        CallAnalysis.ChurnRisk churn = analysis.churn();
        CallAnalysis.Emotion emotion = analysis.emotion();
        CallAnalysis.PurchaseIntent intent = analysis.intent();
        CallAnalysis.NextStep next = analysis.nextStep();
        String agreed = next == null ? "" : next.what();
        if (churn != null && churn.high()) {
            return new Advice("save", atOnce(next), churn.score(), "");
        }
        if (emotion != null && emotion.label() == CallAnalysis.Sentiment.NEGATIVE) {
            return new Advice("calm", atOnce(next), emotion.score(), "");
        }
        int wish = intent == null ? 0 : intent.score();
        if (intent != null && intent.strong()) {
            return new Advice("close", hours(next, FollowUp.Priority.HIGH), wish, agreed);
        }
        boolean worth = wish > SOME_INTENT || next != null;
        return worth
                ? new Advice("nurture", hours(next, FollowUp.Priority.MEDIUM), wish, agreed)
                : new Advice("keep", FollowUp.Priority.LOW.hours(), wish, "");
    }

    private static int atOnce(CallAnalysis.@Nullable NextStep agreed) {
        return Math.min(FollowUp.Priority.HIGH.hours(), hours(agreed, FollowUp.Priority.HIGH));
    }

    private static int hours(CallAnalysis.@Nullable NextStep agreed, FollowUp.Priority otherwise) {
        return agreed == null ? otherwise.hours() : agreed.dueInHours();
    }

    FollowUp followUp(String ticketId, String language, Instant at) {
        ResourceBundle words = ReminderText.words(Locale.of(language));
        String content = agreed.isEmpty()
                ? words.getString("followUp." + kind)
                : words.getString("followUp.agreed").formatted(agreed);
        String within =
                hours == 1 ? words.getString("hour") : words.getString("hours").formatted(hours);
        return new FollowUp(
                ticketId,
                FollowUp.Priority.within(hours),
                content,
                words.getString("reason." + kind).formatted(figure, within),
                language,
                at);
    }
}
