package io.aftercall.analyze;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aftercall.analyze.CallAnalysis.Criterion.Verdict;
import io.aftercall.analyze.CallAnalysis.Score;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.ContentHash;
import io.aftercall.transcribe.Utterance.Speaker;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a good call is, as a sales manager writes it down.
 *
 * @param modes names by which a call may ask for it, besides its id
 * @param least how much of a call there must be before it is scored at all
 * @param levels from the best down, 100 to 0 without gap or overlap
 * @param version changes with everything that can change a score, and with nothing else
 */
public record Rubric(
        String id,
        List<String> modes,
        Texts name,
        Least least,
        List<Criterion> criteria,
        List<Level> levels,
        String version) {

    /**
     * A wrong number or a mailbox is no sales talk, and a score for it would only mislead.
     *
     * @param share percent of all weights that must apply
     * @param utterances that must have been spoken
     */
    public record Least(int share, int utterances) {}

    /** Whose words can prove a criterion; those of a speaker who is not known may be either's. */
    public enum Side {
        AGENT,
        CUSTOMER,
        ANY;

        boolean hears(Speaker speaker) {
            return this == ANY || speaker == Speaker.UNKNOWN || name().equals(speaker.name());
        }
    }

    /**
     * One thing to look for.
     *
     * @param weight its share among the criteria, above 0
     * @param critical a call that misses this criterion gets no more points than this; absent: it only loses its weight
     * @param met what counts as met; likewise {@code partly}, {@code missed} and {@code notApplicable} where it needs saying
     */
    public record Criterion(
            String id,
            double weight,
            Side evidence,
            @Nullable Integer critical,
            Texts name,
            Texts met,
            @Nullable Texts partly,
            @Nullable Texts missed,
            @Nullable Texts notApplicable) {}

    /**
     * A band of points.
     *
     * @param level A to D
     * @param alias what it means to people
     * @param colour {@code #rrggbb}
     * @param min the least points in it, {@code max} the most
     */
    public record Level(String level, Texts name, Texts alias, String colour, int min, int max) {}

    /** The same words in the line's three languages. */
    public record Texts(String zh, String ru, String en) {

        /** In the language of that ISO 639-1 code, in English for any other. */
        public String in(@Nullable String language) {
            return "zh".equals(language) ? zh : "ru".equals(language) ? ru : en;
        }
    }

    public Rubric {
        modes = List.copyOf(modes);
        criteria = List.copyOf(criteria);
        levels = List.copyOf(levels);
    }

    static Rubric of(
            String id, List<String> modes, Texts name, Least least, List<Criterion> criteria, List<Level> levels) {
        String content = new String(CallJson.write(List.of(least, criteria, levels)), UTF_8);
        String version = id + "-" + ContentHash.shortOf(content).substring(0, 8);
        return new Rubric(id, modes, name, least, criteria, levels, version);
    }

    /** Of which {@code version} is one. */
    public static String idOf(String version) {
        return version.substring(0, Math.max(0, version.lastIndexOf('-')));
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
        Integer share = points(judged);
        if (tooLittle || share == null || scored < applicable / 2) {
            return null;
        }
        int points = Math.min(share, cap(judged));
        Level level = levels.stream()
                .filter(l -> l.min <= points)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("rubric " + id + " has no level for " + points));
        return new Score(points, level.level, level.name.en, level.alias.en, level.colour);
    }

    /** The weighted share of what was met, 0-100, over what could be scored; absent where nothing could. */
    static @Nullable Integer points(List<CallAnalysis.Criterion> judged) {
        double scored = weightOf(judged, Verdict::scored);
        double earned = judged.stream()
                .filter(c -> c.verdict().scored())
                .mapToDouble(c -> c.weight() * c.verdict().share())
                .sum();
        return scored == 0 ? null : (int) Math.round(100 * earned / scored);
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
                .flatMap(c -> Stream.ofNullable(c.critical))
                .min(Integer::compare)
                .orElse(100);
    }
}
