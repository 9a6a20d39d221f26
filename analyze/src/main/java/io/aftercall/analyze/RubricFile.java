package io.aftercall.analyze;

import io.aftercall.analyze.Rubric.Criterion;
import io.aftercall.analyze.Rubric.Level;
import io.aftercall.analyze.Rubric.Texts;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a {@link Rubric} and refuses one that could not score a call. */
final class RubricFile {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_-]{0,39}");
    private static final Pattern BAND = Pattern.compile("[A-D]");
    private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");

    private final YamlFile file;

    /** As written: anything may be missing. */
    private record Draft(
            @Nullable String id,
            @Nullable List<@Nullable String> modes,
            @Nullable Texts name,
            Rubric.@Nullable Least least,
            @Nullable List<@Nullable Criterion> criteria,
            @Nullable List<@Nullable Level> levels) {}

    RubricFile(YamlFile file) {
        this.file = file;
    }

    /** @throws IllegalArgumentException naming the file, the line, the key and what is wrong with it */
    Rubric read() {
        Draft draft = file.read(Draft.class);
        String id = id(draft.id, "id");
        List<@Nullable String> modes = draft.modes == null ? List.of() : draft.modes;
        for (int i = 0; i < modes.size(); i++) {
            word(modes.get(i), "modes[" + i + "]");
        }
        Texts name = texts(draft.name, "name");
        Rubric.Least least = present(draft.least, "least");
        file.require(least.share() >= 0 && least.share() <= 100, "least.share", "must be 0 to 100");
        file.require(least.utterances() >= 0, "least.utterances", "must not be negative");
        List<@Nullable Criterion> criteria = draft.criteria == null ? List.of() : draft.criteria;
        file.require(!criteria.isEmpty(), "criteria", "is empty");
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < criteria.size(); i++) {
            check(criteria.get(i), "criteria[" + i + "]", ids);
        }
        return Rubric.of(id, present(modes), name, least, present(criteria), levels(draft.levels));
    }

    private void check(@Nullable Criterion given, String key, Set<String> ids) {
        Criterion criterion = present(given, key);
        String id = id(criterion.id(), key + ".id");
        file.require(ids.add(id), key + ".id", "'" + id + "' is there twice");
        file.require(criterion.weight() > 0 && Double.isFinite(criterion.weight()), key + ".weight", "must be above 0");
        present(criterion.evidence(), key + ".evidence");
        Integer critical = criterion.critical();
        file.require(critical == null || (critical >= 0 && critical <= 100), key + ".critical", "must be 0 to 100");
        texts(criterion.name(), key + ".name");
        texts(criterion.met(), key + ".met");
        textsIfAny(criterion.partly(), key + ".partly");
        textsIfAny(criterion.missed(), key + ".missed");
        textsIfAny(criterion.notApplicable(), key + ".notApplicable");
    }

    private List<Level> levels(@Nullable List<@Nullable Level> draft) {
        List<@Nullable Level> levels = draft == null ? List.of() : draft;
        file.require(!levels.isEmpty(), "levels", "is empty");
        Set<String> bands = new HashSet<>();
        int max = 100;
        for (int i = 0; i < levels.size(); i++) {
            String key = "levels[" + i + "]";
            Level level = present(levels.get(i), key);
            file.require(BAND.matcher(word(level.level(), key + ".level")).matches(), key + ".level", "must be A to D");
            file.require(bands.add(level.level()), key + ".level", "'" + level.level() + "' is there twice");
            texts(level.name(), key + ".name");
            texts(level.alias(), key + ".alias");
            file.require(
                    COLOUR.matcher(word(level.colour(), key + ".colour")).matches(),
                    key + ".colour",
                    "must be like \"#1a7f37\"");
            file.require(
                    level.max() == max,
                    key + ".max",
                    "must be " + max + ": levels go down from 100 without gap or overlap");
            file.require(level.min() >= 0 && level.min() <= max, key + ".min", "must be 0 to " + max);
            max = level.min() - 1;
        }
        file.require(
                max == -1, "levels[" + (levels.size() - 1) + "].min", "must be 0, so that every score has a level");
        return present(levels);
    }

    private void textsIfAny(@Nullable Texts texts, String key) {
        if (texts != null) {
            texts(texts, key);
        }
    }

    private Texts texts(@Nullable Texts given, String key) {
        Texts texts = present(given, key);
        word(texts.zh(), key + ".zh");
        word(texts.ru(), key + ".ru");
        word(texts.en(), key + ".en");
        return texts;
    }

    private String id(@Nullable String text, String key) {
        String id = word(text, key);
        file.require(ID.matcher(id).matches(), key, "'" + id + "' may have only a-z, 0-9, _ and -");
        return id;
    }

    private String word(@Nullable String text, String key) {
        file.require(text != null && !text.isBlank(), key, "is missing");
        return text == null ? "" : text;
    }

    private <T> T present(@Nullable T value, String key) {
        if (value == null) {
            throw file.fault(key, "is missing");
        }
        return value;
    }

    @SuppressWarnings("NullAway") // every element has been checked above
    private static <T> List<T> present(List<@Nullable T> checked) {
        return List.copyOf(checked);
    }
}
