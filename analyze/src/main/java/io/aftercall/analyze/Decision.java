package io.aftercall.analyze;

import io.aftercall.analyze.CallAnalysis.ChurnRisk;
import io.aftercall.analyze.CallAnalysis.Criterion;
import io.aftercall.analyze.CallAnalysis.Criterion.Verdict;
import io.aftercall.analyze.CallAnalysis.Emotion;
import io.aftercall.analyze.CallAnalysis.Engine;
import io.aftercall.analyze.CallAnalysis.NextStep;
import io.aftercall.analyze.CallAnalysis.Objection;
import io.aftercall.analyze.CallAnalysis.PurchaseIntent;
import io.aftercall.analyze.CallAnalysis.Round;
import io.aftercall.analyze.Rubric.Side;
import io.aftercall.transcribe.Transcript;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns what was proposed into what holds: nothing in a proposal counts beyond what the transcript bears out. */
final class Decision {
    private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} _-]{0,39}");
    private static final int MOST_TAGS = 20;
    private static final int LONGEST_TEXT = 2000;
    private static final int HOURS_A_YEAR = 365 * 24;

    private final Rubric rubric;
    private final Quotes quotes;

    Decision(Rubric rubric, Transcript transcript) {
        this.rubric = rubric;
        this.quotes = new Quotes(transcript);
    }

    CallAnalysis on(Proposal proposal, Engine engine, String input, Instant at) {
        List<Criterion> criteria =
                rubric.criteria().stream().map(c -> criterion(c, proposal)).toList();
        return new CallAnalysis(
                CallAnalysis.Outcome.JUDGED,
                rubric.score(criteria, quotes.utterances()),
                criteria,
                proposal.emotion() == null
                        ? null
                        : Emotion.of(proposal.emotion().score()),
                proposal.intent() == null
                        ? null
                        : PurchaseIntent.of(proposal.intent().score()),
                churn(proposal.churn()),
                proposal.objections().stream()
                        .flatMap(o -> objection(o).stream())
                        .toList(),
                proposal.rounds().stream()
                        .filter(this::stands)
                        .map(r -> new Round(r.first(), r.last(), r.sentiment(), tags(r.tags())))
                        .toList(),
                tags(proposal.tags()),
                text(proposal.summary()),
                nextStep(proposal),
                engine,
                input,
                at);
    }

    private Criterion criterion(Rubric.Criterion asked, Proposal proposal) {
        return proposal.criteria().stream()
                .filter(f -> f.id().equals(asked.id()))
                .findFirst()
                .map(f -> scored(asked, f))
                .orElseGet(() -> judged(asked, Verdict.NOT_SCORED, List.of()));
    }

    private Criterion scored(Rubric.Criterion asked, Proposal.Finding finding) {
        List<Evidence> proven = quotes.of(asked.evidence(), finding.evidence());
        return switch (finding.verdict()) {
            case MET -> judged(asked, proven.isEmpty() ? Verdict.NOT_SCORED : Verdict.MET, proven);
            case PARTLY -> judged(asked, proven.isEmpty() ? Verdict.NOT_SCORED : Verdict.PARTLY, proven);
            case MISSED -> judged(asked, Verdict.MISSED, proven);
            case NOT_APPLICABLE -> judged(asked, Verdict.NOT_APPLICABLE, proven);
        };
    }

    private static Criterion judged(Rubric.Criterion asked, Verdict verdict, List<Evidence> evidence) {
        return new Criterion(asked.id(), asked.name().en(), asked.weight(), verdict, evidence);
    }

    private @Nullable ChurnRisk churn(Proposal.@Nullable Churn churn) {
        return churn == null ? null : ChurnRisk.of(churn.score(), quotes.of(Side.CUSTOMER, churn.signals()));
    }

    private List<Objection> objection(Proposal.Objection proposed) {
        return quotes.of(Side.CUSTOMER, List.of(new Evidence(proposed.utterance(), proposed.quote()))).stream()
                .map(evidence -> new Objection(proposed.kind().word(), evidence))
                .toList();
    }

    private boolean stands(Proposal.Round round) {
        int first = quotes.placeOf(round.first());
        return first >= 0 && first <= quotes.placeOf(round.last());
    }

    private static @Nullable NextStep nextStep(Proposal proposal) {
        Proposal.NextStep step = proposal.nextStep().orElse(null);
        String what = step == null ? null : text(step.what());
        return step == null || what == null ? null : new NextStep(what, Math.clamp(step.dueInHours(), 0, HOURS_A_YEAR));
    }

    private static List<String> tags(List<String> proposed) {
        return proposed.stream()
                .map(tag -> tag.strip().toLowerCase(Locale.ROOT))
                .filter(tag -> TAG.matcher(tag).matches())
                .distinct()
                .limit(MOST_TAGS)
                .toList();
    }

    private static @Nullable String text(String proposed) {
        String text = proposed.strip();
        return text.isEmpty() ? null : text.substring(0, Math.min(text.length(), LONGEST_TEXT));
    }
}
