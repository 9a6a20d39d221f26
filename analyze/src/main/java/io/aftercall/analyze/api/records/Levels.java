package io.aftercall.analyze.api.records;

import io.aftercall.analyze.RecordRow;
import io.aftercall.analyze.Rubric;
import io.aftercall.analyze.Rubrics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The bands of the rubrics as the platform's levels, and the rubrics as its script groups. */
record Levels(Rubrics rubrics) {
    private static final int MOST_GROUPS = 1_000_000;

    /** @param platform the platform's own levels, whose groups and bounds are not known */
    List<Map<String, @Nullable Object>> all(List<Map<String, @Nullable Object>> platform) {
        return Stream.concat(
                        rubrics.all().stream().flatMap(rubric -> rubric.levels().stream()
                                .map(level ->
                                        bounded(view(rubric, level), groupId(rubric.id()), level.min(), level.max()))),
                        platform.stream().map(level -> bounded(level, null, null, null)))
                .toList();
    }

    private static Map<String, @Nullable Object> bounded(
            Map<String, @Nullable Object> level,
            @Nullable Integer group,
            @Nullable Integer least,
            @Nullable Integer most) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>(level);
        view.put("group_id", group);
        view.put("min_score", least);
        view.put("max_score", most);
        return view;
    }

    /** Absent while a call has no level; of a band that no rubric has any more its letter is left. */
    @Nullable Map<String, @Nullable Object> of(RecordRow row) {
        if (row.level() == null) {
            return null;
        }
        Optional<Rubric> rubric = rubric(row);
        return rubric.flatMap(found -> level(found, row).map(level -> view(found, level)))
                .orElseGet(() -> view(String.valueOf(row.levelId()), row.level() + "级", "", "#000"));
    }

    /** D级(无意向). */
    @Nullable String name(RecordRow row) {
        Map<String, @Nullable Object> level = of(row);
        return level == null ? null : level.get("name") + "(" + level.get("alias") + ")";
    }

    @Nullable Integer groupId(RecordRow row) {
        return row.rubricId() == null ? null : (Integer) groupId(row.rubricId());
    }

    Optional<Rubric> rubric(RecordRow row) {
        return Optional.ofNullable(row.rubricId()).flatMap(rubrics::find);
    }

    /** A small number that stays the same for a rubric. */
    private static int groupId(String rubric) {
        return Math.floorMod(rubric.hashCode(), MOST_GROUPS);
    }

    private static Optional<Rubric.Level> level(Rubric rubric, RecordRow row) {
        return rubric.levels().stream()
                .filter(level -> level.level().equals(row.level()))
                .findFirst();
    }

    private static Map<String, @Nullable Object> view(Rubric rubric, Rubric.Level level) {
        return view(
                RecordRow.levelId(rubric.id(), level.level()),
                level.name().zh(),
                level.alias().zh(),
                level.colour());
    }

    private static Map<String, @Nullable Object> view(String id, String name, String alias, String colour) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", id);
        view.put("name", name);
        view.put("alias", alias);
        view.put("color", colour);
        return view;
    }
}
