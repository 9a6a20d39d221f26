package io.aftercall.notify;

import io.aftercall.analyze.CallAnalysis;
import java.time.Instant;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * What to do about a customer after what was judged: whoever may leave or is annoyed, and whoever wants to buy, is to be
 * contacted within hours.
 *
 * @param kind names the words for it
 * @param figure what it is told by
 * @param agreed what was promised; empty when nothing was
 */
record Advice(String kind, FollowUp.Priority priority, int figure, String agreed) {
    private static final int SOME_INTENT = 30;

    static Advice on(CallAnalysis analysis) {
        CallAnalysis.ChurnRisk churn = analysis.churn();
        CallAnalysis.Emotion emotion = analysis.emotion();
        CallAnalysis.PurchaseIntent intent = analysis.intent();
        CallAnalysis.NextStep next = analysis.nextStep();
        String agreed = next == null ? "" : next.what();
        if (churn != null && churn.high()) {
            return new Advice("save", FollowUp.Priority.HIGH, churn.score(), "");
        }
        if (emotion != null && emotion.label() == CallAnalysis.Sentiment.NEGATIVE) {
            return new Advice("calm", FollowUp.Priority.HIGH, emotion.score(), "");
        }
        int wish = intent == null ? 0 : intent.score();
        if (intent != null && intent.strong()) {
            return new Advice("close", FollowUp.Priority.HIGH, wish, agreed);
        }
        boolean worth = wish > SOME_INTENT || next != null;
        return worth
                ? new Advice("nurture", FollowUp.Priority.MEDIUM, wish, agreed)
                : new Advice("keep", FollowUp.Priority.LOW, wish, "");
    }

    /** @param hours until then; the priority follows from it */
    FollowUp followUp(String ticketId, String language, int hours, Instant at) {
        ResourceBundle words = ReminderText.words(Locale.of(language));
        String content = agreed.isEmpty()
                ? words.getString("followUp." + kind)
                : words.getString("followUp.agreed").formatted(agreed);
        return new FollowUp(
                ticketId,
                FollowUp.Priority.within(hours),
                content,
                words.getString("reason." + kind).formatted(figure, hours),
                language,
                at);
    }
}
