package io.aftercall.analyze;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aftercall.analyze.CallAnalysis.Criterion.Verdict;
import io.aftercall.analyze.CallAnalysis.Score;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.ContentHash;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a good call is, as a sales manager writes it down.
 *
 * @param least how much of a call there must be before it is scored at all
 * @param levels from the best down to the one that starts at 0
 */
public record Rubric(String id, Least least, List<Criterion> criteria, List<Level> levels) {

    /**
     * A wrong number or a mailbox is no sales talk, and a score for it would only mislead.
     *
     * @param share percent of all weights that must apply
     * @param utterances that must have been spoken
     */
    public record Least(int share, int utterances) {}

    /**
     * One thing to look for.
     *
     * @param weight its share among the criteria, above 0
     * @param cap a call that misses this criterion gets no more points than this; absent: it only loses its weight
     * @param met what counts as met
     */
    public record Criterion(
            String id, double weight, @Nullable Integer cap, Texts name, Texts met) {}

    /** A band of points that starts at {@code from}. */
    public record Level(String level, int from, Texts name) {}

    /** The same words in the line's three languages. */
    public record Texts(String zh, String ru, String en) {

        /** In the language of that ISO 639-1 code, in English for any other. */
        public String in(@Nullable String language) {
            return "zh".equals(language) ? zh : "ru".equals(language) ? ru : en;
        }
    }

    public Rubric {
        criteria = List.copyOf(criteria);
        levels = List.copyOf(levels);
    }

    /** Changes with everything that can change a score, and with nothing else. */
    public String version() {
        return id + "-"
                + ContentHash.shortOf(new String(CallJson.write(this), UTF_8)).substring(0, 8);
    }

    /**
     * The weighted share of what was met, over the criteria that could be scored; none when those are less than half, by
     * weight, of the criteria that apply, and none for a call with less in it than {@link Least} asks for.
     *
     * @param utterances spoken in the call
     */
    @Nullable Score score(List<CallAnalysis.Criterion> judged, int utterances) {
        double all = weightOf(judged, verdict -> true);
        double applicable = weightOf(judged, verdict -> verdict != Verdict.NOT_APPLICABLE);
        double scored = weightOf(judged, Verdict::scored);
        boolean tooLittle = utterances < least.utterances || applicable < all * least.share / 100;
        if (tooLittle || scored == 0 || scored < applicable / 2) {
            return null;
        }
        double earned = judged.stream()
                .filter(c -> c.verdict().scored())
                .mapToDouble(c -> c.weight() * c.verdict().share())
                .sum();
        int points = Math.min((int) Math.round(100 * earned / scored), cap(judged));
        Level level = levels.stream()
                .filter(l -> l.from <= points)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("rubric " + id + " has no level for " + points));
        return new Score(points, level.level, level.name.en);
    }

    private static double weightOf(List<CallAnalysis.Criterion> judged, Predicate<Verdict> which) {
        return judged.stream()
                .filter(c -> which.test(c.verdict()))
                .mapToDouble(CallAnalysis.Criterion::weight)
                .sum();
    }

    private int cap(List<CallAnalysis.Criterion> judged) {
        return judged.stream()
                .filter(c -> c.verdict() == Verdict.MISSED)
                .flatMap(missed -> criteria.stream().filter(c -> c.id.equals(missed.id())))
                .flatMap(c -> Stream.ofNullable(c.cap))
                .min(Integer::compare)
                .orElse(100);
    }
}
