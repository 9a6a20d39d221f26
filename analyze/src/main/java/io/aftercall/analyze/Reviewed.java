package io.aftercall.analyze;

import io.aftercall.analyze.CallAnalysis.Criterion.Verdict;
import io.aftercall.analyze.CallReview.Kind;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An analysis and what people said of it, in order of time; of what they said of another analysis of the call nothing. */
public record Reviewed(CallAnalysis analysis, List<CallReview> reviews) {
    private static final Comparator<CallReview> IN_TIME =
            Comparator.comparing(CallReview::at).thenComparing(CallReview::id);

    /** Where a person and the judge had to say the same, or did not. */
    public record Agreement(String rubric, String criterion, Verdict judge, Verdict people) {}

    public Reviewed {
        reviews = reviews.stream()
                .filter(review -> review.input().equals(analysis.input()))
                .sorted(IN_TIME)
                .toList();
    }

    static List<CallReview> merged(List<CallReview> one, List<CallReview> other) {
        Map<String, CallReview> distinct = new TreeMap<>();
        // Said twice it counts as said first.
        Stream.concat(one.stream(), other.stream())
                .sorted(IN_TIME)
                .forEach(each -> distinct.putIfAbsent(each.id(), each));
        return distinct.values().stream().sorted(IN_TIME).toList();
    }

    /** What holds: the analysis as people corrected it last. */
    public CallAnalysis corrected() {
        return reviews.stream()
                .map(CallReview::result)
                .flatMap(Stream::ofNullable)
                .reduce((earlier, later) -> later)
                .map(analysis::with)
                .orElse(analysis);
    }

    /** The level that was set last, if any was. */
    Optional<String> level() {
        return reviews.reversed().stream()
                .flatMap(review -> Stream.ofNullable(review.level()))
                .findFirst();
    }

    public Optional<CallReview> objection(String id) {
        return reviews.stream()
                .filter(review -> review.kind() == Kind.OBJECTION && review.id().equals(id))
                .findFirst();
    }

    public Optional<CallReview> decisionOn(String objection) {
        return reviews.stream()
                .filter(review -> objection.equals(review.objection()))
                .findFirst();
    }

    public long openObjections() {
        return reviews.stream()
                .filter(review -> review.kind() == Kind.OBJECTION
                        && decisionOn(review.id()).isEmpty())
                .count();
    }

    /**
     * One for each criterion a person gave a verdict on, the last one; a confirmed verdict is one that agrees. It stays when
     * the call is judged again, for it tells of the judge and not of the call.
     */
    static List<Agreement> agreements(List<CallReview> reviews) {
        Map<String, Agreement> last = new LinkedHashMap<>();
        reviews.stream()
                .filter(review -> review.kind() != Kind.OBJECTION)
                .sorted(IN_TIME)
                .forEach(review -> review.judged()
                        .forEach((criterion, judge) -> last.put(
                                review.rubric() + "/" + criterion,
                                new Agreement(
                                        review.rubric(),
                                        criterion,
                                        judge,
                                        review.criteria().getOrDefault(criterion, judge)))));
        return List.copyOf(last.values());
    }

    static @Nullable Reviewed of(CallDocument document) {
        CallAnalysis analysis = document.analysis();
        return analysis == null ? null : new Reviewed(analysis, document.reviews());
    }
}
