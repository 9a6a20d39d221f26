package io.aftercall.notify;

import io.aftercall.analyze.CallAnalysis;
import io.aftercall.ingest.Call;
import java.net.URI;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** What a reminder says: who is to do what, why, and where to read it up. */
final class ReminderText {
    private final ResourceBundle words;
    private final String language;
    private final URI pages;

    /** @param pages address under which people reach this service's pages */
    ReminderText(Locale language, URI pages) {
        this.words = words(language);
        this.language = language.getLanguage();
        this.pages = pages;
    }

    static ResourceBundle words(Locale language) {
        return ResourceBundle.getBundle(
                "io.aftercall.notify.messages",
                language,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** en, ru or zh. */
    String language() {
        return language;
    }

    String of(Call call, CallAnalysis analysis) {
        StringJoiner lines = new StringJoiner("\n");
        CallAnalysis.NextStep next = analysis.nextStep();
        lines.add(words.getString("title") + line(" · ", call.managerId()) + line(" · ", otherParty(call)));
        lines.add(words.getString("todo") + " " + (next == null ? words.getString("contact") : next.what()));
        if (analysis.summary() != null && !analysis.summary().isBlank()) {
            lines.add(words.getString("call") + " " + analysis.summary());
        }
        if (analysis.churn() != null && analysis.churn().high()) {
            lines.add(words.getString("churn") + " " + analysis.churn().score() + "/100");
        }
        return lines.toString();
    }

    String link(Call call) {
        String base = pages.toString();
        return (base.endsWith("/") ? base : base + "/") + "calls/" + call.key();
    }

    private static @Nullable String otherParty(Call call) {
        return call.direction() == Call.Direction.INBOUND ? call.caller() : call.callee();
    }

    private static String line(String before, @Nullable String value) {
        return value == null ? "" : before + value;
    }
}
