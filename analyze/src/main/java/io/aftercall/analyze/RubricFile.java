package io.aftercall.analyze;

import io.aftercall.analyze.Rubric.Criterion;
import io.aftercall.analyze.Rubric.Level;
import io.aftercall.analyze.Rubric.Texts;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;

/** Reads a {@link Rubric} and refuses one that could not score a call. */
final class RubricFile {
    private final YamlFile file;

    /** As written: anything may be missing. */
    private record Draft(
            @Nullable String id,
            Rubric.@Nullable Least least,
            @Nullable List<@Nullable Criterion> criteria,
            @Nullable List<@Nullable Level> levels) {}

    RubricFile(Resource resource) {
        this.file = new YamlFile(resource);
    }

    /** @throws IllegalArgumentException naming the file, the key and what is wrong with it */
    Rubric read() {
        Draft draft = file.read(Draft.class);
        String id = word(draft.id, "id");
        Rubric.Least least = draft.least;
        if (least == null) {
            throw missing("least");
        }
        file.require(least.share() >= 0 && least.share() <= 100, "least.share", "must be 0 to 100");
        file.require(least.utterances() >= 0, "least.utterances", "must not be negative");
        List<@Nullable Criterion> criteria = draft.criteria == null ? List.of() : draft.criteria;
        file.require(!criteria.isEmpty(), "criteria", "is empty");
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < criteria.size(); i++) {
            check(criteria.get(i), "criteria[" + i + "]", ids);
        }
        List<@Nullable Level> levels = draft.levels == null ? List.of() : draft.levels;
        file.require(!levels.isEmpty(), "levels", "is empty");
        int above = 101;
        for (int i = 0; i < levels.size(); i++) {
            above = check(levels.get(i), "levels[" + i + "]", above);
        }
        file.require(
                above == 0, "levels[" + (levels.size() - 1) + "].from", "must be 0, so that every score has a level");
        return new Rubric(id, least, present(criteria), present(levels));
    }

    private void check(@Nullable Criterion criterion, String key, Set<String> ids) {
        if (criterion == null) {
            throw missing(key);
        }
        String id = word(criterion.id(), key + ".id");
        file.require(ids.add(id), key + ".id", "'" + id + "' is there twice");
        file.require(criterion.weight() > 0 && Double.isFinite(criterion.weight()), key + ".weight", "must be above 0");
        Integer cap = criterion.cap();
        file.require(cap == null || (cap >= 0 && cap <= 100), key + ".cap", "must be 0 to 100");
        check(criterion.name(), key + ".name");
        check(criterion.met(), key + ".met");
    }

    private int check(@Nullable Level level, String key, int above) {
        if (level == null) {
            throw missing(key);
        }
        word(level.level(), key + ".level");
        file.require(level.from() >= 0 && level.from() < above, key + ".from", "must be 0 to " + (above - 1));
        check(level.name(), key + ".name");
        return level.from();
    }

    private void check(@Nullable Texts texts, String key) {
        if (texts == null) {
            throw missing(key);
        }
        word(texts.zh(), key + ".zh");
        word(texts.ru(), key + ".ru");
        word(texts.en(), key + ".en");
    }

    private String word(@Nullable String text, String key) {
        if (text == null || text.isBlank()) {
            throw missing(key);
        }
        return text;
    }

    private IllegalArgumentException missing(String key) {
        return new IllegalArgumentException(file.name() + ": " + key + " is missing");
    }

    @SuppressWarnings("NullAway") // every element has been checked above
    private static <T> List<T> present(List<@Nullable T> checked) {
        return List.copyOf(checked);
    }
}
