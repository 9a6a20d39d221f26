package io.aftercall.analyze.api;

import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.Evidence;
import io.aftercall.analyze.Reviewed;
import io.aftercall.analyze.Rubric;
import io.aftercall.analyze.SeedJson;
import io.aftercall.ingest.CallJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * How a conversation was judged. All fields are always there.
 *
 * @param totalScore 0-100; null when there is not enough to judge
 * @param criteria 0-100 by the criterion's id; null where it does not apply or could not be proven
 * @param recommendations what to do better, in the language of the conversation
 * @param rawModelOutput the model's answers as they came; none when the offline engine judged
 * @param evidence verdict and quotes by the criterion's id
 * @param level A-D
 * @param engine who judged, and the versions of prompt and rubric
 * @param original the verdict as it was made, where people have corrected it; null where nobody has
 */
record AuditAnswer(
        @Nullable Integer totalScore,
        Map<String, @Nullable Integer> criteria,
        String summary,
        String recommendations,
        List<JsonNode> rawModelOutput,
        Map<String, Proof> evidence,
        @Nullable String level,
        String callKey,
        CallAnalysis.Engine engine,
        @Nullable Original original) {

    /** A verdict in the shapes of the answer. */
    record Original(
            @Nullable Integer totalScore,
            Map<String, @Nullable Integer> criteria,
            Map<String, Proof> evidence,
            @Nullable String level) {

        private static Original of(CallAnalysis analysis) {
            Map<String, @Nullable Integer> criteria = new LinkedHashMap<>();
            Map<String, Proof> evidence = new LinkedHashMap<>();
            for (CallAnalysis.Criterion each : analysis.criteria()) {
                String verdict = each.verdict().name().toLowerCase(Locale.ROOT);
                criteria.put(
                        each.id(),
                        each.verdict().scored()
                                ? (int) Math.round(100 * each.verdict().share())
                                : null);
                evidence.put(each.id(), new Proof(verdict, each.evidence()));
            }
            CallAnalysis.Score score = analysis.score();
            return new Original(
                    score == null ? null : score.points(), criteria, evidence, score == null ? null : score.level());
        }
    }

    /** {@code verdict}: met, partly, missed, not_applicable or not_scored. */
    record Proof(String verdict, List<Evidence> quotes) {}

    private static final TypeReference<JsonNode> NODE = new TypeReference<>() {};

    static AuditAnswer of(
            String callKey, Reviewed reviewed, Rubric rubric, @Nullable String language, List<byte[]> answers) {
        CallAnalysis analysis = reviewed.corrected();
        Original now = Original.of(analysis);
        Original before = Original.of(reviewed.analysis());
        String summary = analysis.summary();
        return new AuditAnswer(
                now.totalScore,
                now.criteria,
                summary == null ? "" : summary,
                new Recommendations(rubric, language).on(analysis),
                answers.stream()
                        .map(answer -> CallJson.mapper().readValue(answer, NODE))
                        .toList(),
                now.evidence,
                now.level,
                callKey,
                analysis.engine(),
                before.equals(now) ? null : before);
    }

    byte[] json() {
        return SeedJson.write(this);
    }
}
