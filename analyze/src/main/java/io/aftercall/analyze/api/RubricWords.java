package io.aftercall.analyze.api;

import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallAnalysis.Criterion;
import io.aftercall.analyze.CallAnalysis.Score;
import io.aftercall.analyze.CallRow;
import io.aftercall.analyze.Rubric;
import io.aftercall.analyze.Rubric.Texts;
import io.aftercall.analyze.Rubrics;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A verdict in the reader's language, by the texts of the rubric that made it. A verdict keeps its English words; where the
 * rubric is not there any more, or says something else by now, those are shown as they were stored.
 */
record RubricWords(Optional<Rubric> rubric, String language) {

    static RubricWords of(Rubrics rubrics, @Nullable CallAnalysis analysis, String language) {
        return new RubricWords(
                Optional.ofNullable(analysis)
                        .flatMap(known -> rubrics.find(known.engine().rubricId())),
                language);
    }

    /** What the criterion is called. */
    String of(Criterion judged) {
        return rubric.stream()
                .flatMap(asked -> asked.criteria().stream())
                .filter(asked -> asked.id().equals(judged.id()))
                .findFirst()
                .map(asked -> translated(asked.name(), judged.name()))
                .orElse(judged.name());
    }

    /** What the level means, after its name where that is more than its letter. */
    String of(Score score) {
        String name = level(score, Rubric.Level::name, score.name());
        String alias = level(score, Rubric.Level::alias, score.alias());
        // The letter stands beside it: "Level A", "A级".
        boolean onlyTheLetter = name.matches(".*(?<![A-Za-z])%s(?![A-Za-z]).*".formatted(score.level()));
        return onlyTheLetter || name.equals(alias) ? alias : name + " · " + alias;
    }

    /** The colour of the level of a call in a list, by the rubric as it is now. */
    static @Nullable String colour(Rubrics rubrics, CallRow row) {
        return Optional.ofNullable(row.rubric()).map(Rubric::idOf).flatMap(rubrics::find).stream()
                .flatMap(rubric -> rubric.levels().stream())
                .filter(level -> level.level().equals(row.level()))
                .findFirst()
                .map(Rubric.Level::colour)
                .orElse(null);
    }

    private String level(Score score, Function<Rubric.Level, Texts> words, String stored) {
        return rubric.stream()
                .flatMap(asked -> asked.levels().stream())
                .filter(level -> level.level().equals(score.level()))
                .findFirst()
                .map(level -> translated(words.apply(level), stored))
                .orElse(stored);
    }

    private String translated(Texts texts, String stored) {
        return texts.en().equals(stored) ? texts.in(language) : stored;
    }
}
