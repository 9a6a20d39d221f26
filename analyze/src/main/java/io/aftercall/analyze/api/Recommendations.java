package io.aftercall.analyze.api;

import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallAnalysis.Criterion.Verdict;
import io.aftercall.analyze.Rubric;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What to do better, in the language of the conversation: of each criterion that was not met, what would meet it. */
record Recommendations(Rubric rubric, @Nullable String language) {
    /** One a line, what was missed before what was partly met. */
    String on(CallAnalysis analysis) {
        List<String> lines = lines(analysis);
        if (!lines.isEmpty()) {
            return String.join("\n", lines);
        }
        return Labels.of(language).get(analysis.score() == null ? "notEnough" : "nothingToImprove");
    }

    List<String> lines(CallAnalysis analysis) {
        return analysis.score() == null
                ? List.of()
                : Stream.of(Verdict.MISSED, Verdict.PARTLY)
                        .flatMap(verdict -> analysis.criteria().stream().filter(c -> c.verdict() == verdict))
                        .flatMap(c -> rubric.criteria().stream()
                                .filter(asked -> asked.id().equals(c.id())))
                        .map(asked ->
                                asked.name().in(language) + ": " + asked.met().in(language))
                        .collect(Collectors.toList());
    }
}
