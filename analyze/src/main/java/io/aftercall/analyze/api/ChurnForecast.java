package io.aftercall.analyze.api;

import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallAnalysis.ChurnRisk;
import io.aftercall.analyze.CallAnalysis.Emotion;
import io.aftercall.analyze.CallAnalysis.Objection;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The risk of losing a customer, 0-100, as the sum of what there is evidence of:
 *
 * <ul>
 *   <li>said: 0.6 of a judged churn risk that the customer's words show in the last three communications, 0.3 of one before, the
 *       highest of them
 *   <li>silence: from 7 days without contact 10, one more for each further day, 25 at most
 *   <li>answers: ten times the binary logarithm of how much longer the last answer took than the first, 25 at most, from
 *       half as long again and an hour more on
 *   <li>mood: a quarter of the fall from the earlier to the later half of the communications, 20 at most, from a fall of
 *       20 on; 10 where it did not fall and was bad in the last one
 *   <li>objections: 5 for each kind, 20 at most, from two kinds on
 * </ul>
 */
record ChurnForecast(double score, List<Factor> factors) {
    /** Of communications the last so many are looked at. */
    static final int LOOK_BACK = 20;

    private static final int LATEST = 3;
    private static final double HEAVY = 20;
    private static final double NOTABLE = 10;

    /** Why; {@code facts} are what its description in people's words is filled with. */
    record Factor(String kind, double points, List<Object> facts) {
        static Factor of(String kind, double points, Object... facts) {
            return new Factor(kind, points, List.of(facts));
        }

        /** From 20 points on high, from 10 on medium. */
        String weight() {
            return points >= HEAVY ? "high" : points >= NOTABLE ? "medium" : "low";
        }

        String description(Labels labels) {
            Object[] said = facts.stream()
                    .map(fact -> fact instanceof Objections kinds ? kinds.in(labels) : fact)
                    .toArray();
            return labels.get("churnWhy_" + kind).formatted(said);
        }
    }

    private record Objections(List<String> kinds) {
        String in(Labels labels) {
            return labels.list(
                    kinds.stream().map(kind -> labels.of("objection", kind)).toList());
        }
    }

    /**
     * @param heard what was judged of the communications, oldest first
     * @param days since the last contact, where that is known
     * @param answers hours the customer took to answer, oldest first
     */
    static ChurnForecast of(List<CallAnalysis> heard, @Nullable Long days, List<Double> answers) {
        List<Factor> factors = Stream.of(
                        said(heard), silence(days), slower(answers), mood(moods(heard)), objections(heard))
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(Factor::points).reversed())
                .toList();
        double sum = factors.stream().mapToDouble(Factor::points).sum();
        return new ChurnForecast(Math.min(100, Math.round(sum * 10) / 10.0), factors);
    }

    /** In the bands of {@link ChurnRisk}. */
    String risk() {
        return ChurnRisk.levelOf(score);
    }

    private static Optional<Factor> said(List<CallAnalysis> heard) {
        int latest = Math.max(0, heard.size() - LATEST);
        return Stream.concat(said(heard.subList(0, latest), 0.3), said(heard.subList(latest, heard.size()), 0.6))
                .max(Comparator.comparing(Factor::points));
    }

    private static Stream<Factor> said(List<CallAnalysis> heard, double share) {
        return heard.stream()
                .map(CallAnalysis::churn)
                .filter(Objects::nonNull)
                .filter(churn -> churn.score() > 0 && !churn.signals().isEmpty())
                .map(churn -> Factor.of(
                        "said",
                        share * churn.score(),
                        churn.signals().getFirst().quote()));
    }

    private static Optional<Factor> silence(@Nullable Long days) {
        return days == null || days < 7
                ? Optional.empty()
                : Optional.of(Factor.of("silence", Math.min(25.0, 10 + (double) (days - 7)), days));
    }

    private static Optional<Factor> slower(List<Double> answers) {
        if (answers.size() < 2) {
            return Optional.empty();
        }
        double first = answers.getFirst();
        double last = answers.getLast();
        // An answer at once is taken for one within half an hour: from nothing everything is endlessly longer.
        double growth = Math.max(last, 0.5) / Math.max(first, 0.5);
        return growth < 1.5 || last - first < 1
                ? Optional.empty()
                : Optional.of(Factor.of(
                        "answers", Math.min(25, 10 * Math.log(growth) / Math.log(2)), plain(first), plain(last)));
    }

    private static List<Integer> moods(List<CallAnalysis> heard) {
        List<Integer> moods = new ArrayList<>();
        heard.stream()
                .map(CallAnalysis::emotion)
                .filter(Objects::nonNull)
                .map(Emotion::score)
                .forEach(moods::add);
        return moods;
    }

    private static Optional<Factor> mood(List<Integer> moods) {
        if (moods.isEmpty()) {
            return Optional.empty();
        }
        int half = moods.size() / 2;
        long before = Math.round(average(moods.subList(0, half)));
        long after = Math.round(average(moods.subList(half, moods.size())));
        if (half > 0 && before - after >= 20) {
            return Optional.of(Factor.of("mood", Math.min(20, (before - after) / 4.0), before, after));
        }
        int last = moods.getLast();
        return CallAnalysis.Sentiment.of(last) == CallAnalysis.Sentiment.NEGATIVE
                ? Optional.of(Factor.of("bad", 10, last))
                : Optional.empty();
    }

    private static double average(List<Integer> moods) {
        return moods.stream().mapToInt(Integer::intValue).average().orElse(0);
    }

    private static Optional<Factor> objections(List<CallAnalysis> heard) {
        List<String> kinds = heard.stream()
                .flatMap(analysis -> analysis.objections().stream())
                .map(Objection::kind)
                .distinct()
                .toList();
        return kinds.size() < 2
                ? Optional.empty()
                : Optional.of(Factor.of("objections", Math.min(20, 5 * kinds.size()), new Objections(kinds)));
    }

    /** {@code 2} and not {@code 2.0}, and to a tenth. */
    private static String plain(double hours) {
        return BigDecimal.valueOf(hours)
                .setScale(1, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
