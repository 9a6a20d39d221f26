package io.aftercall.analyze.offline;

import io.aftercall.analyze.Evidence;
import io.aftercall.analyze.Phrase;
import io.aftercall.analyze.Proposal.Finding;
import io.aftercall.analyze.Proposal.Verdict;
import io.aftercall.analyze.Rubric;
import io.aftercall.analyze.offline.Lexicon.Absent;
import io.aftercall.analyze.offline.Lexicon.Rule;
import io.aftercall.analyze.offline.Lexicon.When;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the rules say about each criterion; about one they cannot judge they say nothing. */
final class Findings {
    private static final int MOST_EVIDENCE = 3;
    private static final int UTTERANCES_OF_AN_OPENING = 2;

    private final Talk talk;
    private final List<Talk.Doubt> doubts;

    Findings(Talk talk) {
        this.talk = talk;
        this.doubts = talk.doubts();
    }

    /** Empty for a criterion without a rule, and where finding nothing proves nothing. */
    Optional<Finding> on(Rubric.Criterion asked) {
        Rule rule = talk.lexicon().criteria().get(asked.id());
        return rule == null ? Optional.empty() : Optional.ofNullable(on(asked.id(), rule, talk.of(asked.evidence())));
    }

    private @Nullable Finding on(String criterion, Rule rule, List<Sentence> side) {
        if (!applies(rule.when())) {
            return new Finding(List.of(), criterion, Verdict.NOT_APPLICABLE);
        }
        List<Evidence> breaches = heard(rule.breach(), side);
        if (!breaches.isEmpty()) {
            return new Finding(breaches, criterion, Verdict.MISSED);
        }
        List<Sentence> where = where(rule, side);
        List<List<Evidence>> signs = rule.signs().values().stream()
                .map(phrases -> heard(phrases, where))
                .filter(evidence -> !evidence.isEmpty())
                .toList();
        if (signs.isEmpty()) {
            return rule.absent() == Absent.UNKNOWN ? null : new Finding(List.of(), criterion, Verdict.MISSED);
        }
        int found = rule.signs().size() > 1 ? signs.size() : signs.getFirst().size();
        List<Evidence> evidence = signs.stream()
                .flatMap(List::stream)
                .distinct()
                .limit(MOST_EVIDENCE)
                .toList();
        return new Finding(evidence, criterion, found >= rule.met() ? Verdict.MET : Verdict.PARTLY);
    }

    private List<Evidence> heard(List<Phrase> phrases, List<Sentence> where) {
        return where.stream()
                .filter(s -> talk.lexicon().hears(phrases, s))
                .map(Sentence::evidence)
                .toList();
    }

    private boolean applies(When when) {
        return switch (when) {
            case ALWAYS -> true;
            case TALK -> talk.mutual();
            case OBJECTION -> !doubts.isEmpty();
            case PRICE -> talk.mutual() && talk.priced();
        };
    }

    private List<Sentence> where(Rule rule, List<Sentence> side) {
        List<Integer> opening = side.stream()
                .map(Sentence::place)
                .distinct()
                .limit(UTTERANCES_OF_AN_OPENING)
                .toList();
        int after = rule.when() == When.OBJECTION ? doubts.getFirst().sentence().place() : -1;
        return side.stream()
                .filter(s -> s.place() > after)
                .filter(s -> switch (rule.where()) {
                    case OPENING -> opening.contains(s.place());
                    case QUESTIONS -> s.question();
                    case ANYWHERE -> true;
                })
                .toList();
    }
}
