package io.aftercall.analyze;

import io.aftercall.analyze.CallAnalysis.Criterion;
import io.aftercall.analyze.CallAnalysis.Criterion.Verdict;
import io.aftercall.analyze.CallAnalysis.Score;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person said of a call's analysis. The analysis itself never changes.
 *
 * @param id the same for the same words said again
 * @param input of the analysis it is about; one that was judged again is not corrected by it
 * @param rubric the id of the rubric that one was made by, and what was {@code judged} there on these criteria
 * @param criteria verdicts by criterion: set by a correction, asked for by an objection, given by a decision
 * @param level set by a correction
 * @param tags all that the call is to have, set by a correction
 * @param objection the id of the one a decision is about, and whether it was {@code accepted}
 * @param result what holds from then on; absent where nothing changes
 */
public record CallReview(
        String id,
        String callKey,
        Kind kind,
        String author,
        String reason,
        Instant at,
        String input,
        String rubric,
        Map<String, Verdict> judged,
        Map<String, Verdict> criteria,
        @Nullable String level,
        @Nullable List<String> tags,
        @Nullable String objection,
        @Nullable Boolean accepted,
        @Nullable Result result) {

    /** A reviewer corrects; an agent objects, and a reviewer decides on that. */
    public enum Kind {
        CORRECTION,
        OBJECTION,
        DECISION
    }

    /** The analysis with what people corrected in it. */
    public record Result(@Nullable Score score, List<Criterion> criteria, List<String> tags) {
        public Result {
            criteria = List.copyOf(criteria);
            tags = List.copyOf(tags);
        }
    }

    public CallReview {
        judged = Map.copyOf(judged);
        criteria = Map.copyOf(criteria);
    }
}
