package io.aftercall.analyze;

import io.aftercall.analyze.CallAnalysis.Criterion.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often people came to the judge's verdict, criterion by criterion, where they gave one. */
public record Calibration(List<Criterion> criteria) {

    /**
     * @param reviewed calls in which a person gave a verdict on it
     * @param agreed of these, with the judge's verdict
     * @param share of agreement, 0 to 1
     * @param verdicts who said what how often
     */
    public record Criterion(
            String rubric, String criterion, long reviewed, long agreed, double share, List<Pair> verdicts) {}

    /** In so many calls the judge said the one and people the other. */
    public record Pair(String rubric, String criterion, Verdict judge, Verdict people, long calls) {}

    public static Calibration of(List<Pair> pairs) {
        Map<String, List<Pair>> byCriterion = new TreeMap<>();
        pairs.forEach(pair -> byCriterion
                .computeIfAbsent(pair.rubric + "/" + pair.criterion, key -> new ArrayList<>())
                .add(pair));
        return new Calibration(
                byCriterion.values().stream().map(Calibration::criterion).toList());
    }

    private static Criterion criterion(List<Pair> pairs) {
        long reviewed = pairs.stream().mapToLong(Pair::calls).sum();
        long agreed = pairs.stream()
                .filter(pair -> pair.judge == pair.people)
                .mapToLong(Pair::calls)
                .sum();
        Pair any = pairs.getFirst();
        return new Criterion(any.rubric, any.criterion, reviewed, agreed, (double) agreed / reviewed, pairs);
    }
}
