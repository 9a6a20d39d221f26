package io.aftercall.analyze;

import io.aftercall.ingest.PlatformRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a call is found and listed by of its {@link PlatformRecord}; of what is not there, or not what it should be, nothing. */
public record Delivered(@Nullable PlatformRecord record) {
    /** A name and what it stands for: D级(无意向). */
    private static final Pattern LEVEL_NAME = Pattern.compile("([^(（]*)[(（](.*)[)）]");

    private static final Pattern LETTER = Pattern.compile("([A-Z])(?:级.*)?");

    Optional<String> id() {
        return text(value("id"));
    }

    Optional<String> taskId() {
        return text(value("task_id"));
    }

    Optional<Long> millis(String name) {
        return value(name) instanceof Number number ? Optional.of(number.longValue()) : Optional.empty();
    }

    /** As the platform counted them, or else the rows in which it heard the customer to the end. */
    public Optional<Integer> rounds() {
        Map<String, @Nullable Object> details = details();
        if (value("rounds") instanceof Number rounds) {
            return Optional.of(rounds.intValue());
        }
        return details != null && details.get("records") instanceof List<?> rows
                ? Optional.of((int) each(rows)
                        .filter(row -> "asrmessage_notify".equals(row.get("notify")))
                        .count())
                : Optional.empty();
    }

    /** Whether it says anything of how the call went; then what it leaves out of that is not known. */
    public boolean isScored() {
        return Stream.of("score", "level_id", "level_name").anyMatch(name -> value(name) != null)
                || level().isPresent();
    }

    Optional<String> levelId() {
        return text(value("level_id"));
    }

    /** With id, name, alias and colour; where it has no details, made of the level's id and name. */
    public Optional<Map<String, @Nullable Object>> level() {
        Map<String, @Nullable Object> details = details();
        Object level = object(
                        object(details == null ? null : details.get("info")).get("record"))
                .get("level");
        if (level instanceof Map<?, ?>) {
            return Optional.of(object(level));
        }
        return levelId().map(id -> {
            String name = text(value("level_name")).orElse("");
            Matcher parts = LEVEL_NAME.matcher(name);
            boolean isParted = parts.matches();
            Map<String, @Nullable Object> made = new LinkedHashMap<>();
            made.put("id", id);
            made.put("name", isParted ? parts.group(1) : name);
            made.put("alias", isParted ? parts.group(2) : "");
            made.put("color", "#000");
            return made;
        });
    }

    /** Its level's ids and letters, by whichever somebody may ask for it. */
    List<String> levels() {
        Optional<Map<String, @Nullable Object>> level = level();
        return Stream.of(
                        levelId(),
                        level.flatMap(its -> text(its.get("id"))),
                        letter(value("level_name")),
                        level.flatMap(its -> letter(its.get("name"))))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    /** Whether its rounds are here, and with them its tags, even if there are none. */
    public boolean isTagged() {
        return details() != null;
    }

    /** Those of its rounds as a list shows them, with their parents in {@code tag_groups}. */
    public List<Map<String, @Nullable Object>> tags() {
        return tagged().map(Delivered::object)
                .map(tag -> {
                    Object parents = tag.remove("tag_group");
                    tag.putIfAbsent("tag_groups", parents == null ? List.of() : parents);
                    return tag;
                })
                .distinct()
                .toList();
    }

    List<String> tagIds() {
        return tags().stream()
                .flatMap(tag -> text(tag.get("id")).stream())
                .distinct()
                .toList();
    }

    /** The record with no more of its details than a list shows: the tags as of one round, the level and the place. */
    @Nullable PlatformRecord listed() {
        Map<String, @Nullable Object> details = details();
        if (record == null || details == null) {
            return record;
        }
        Map<String, @Nullable Object> listed = new LinkedHashMap<>();
        listed.put("records", List.of(Map.of("tags", tagged().distinct().toList())));
        listed.put(
                "info",
                Map.of("record", level().map(level -> Map.of("level", level)).orElse(Map.of())));
        listed.put("mobile_info", details.get("mobile_info"));
        return new PlatformRecord(record.record(), listed);
    }

    private Stream<Map<?, ?>> tagged() {
        Map<String, @Nullable Object> details = details();
        return details == null
                ? Stream.empty()
                : each(details.get("records")).flatMap(round -> each(round.get("tags")));
    }

    private @Nullable Map<String, @Nullable Object> details() {
        return record == null ? null : record.details();
    }

    private static Optional<String> letter(@Nullable Object name) {
        return text(name).map(LETTER::matcher).filter(Matcher::matches).map(matcher -> matcher.group(1));
    }

    private static Stream<Map<?, ?>> each(@Nullable Object list) {
        return list instanceof List<?> all
                ? all.stream().filter(Map.class::isInstance).map(each -> (Map<?, ?>) each)
                : Stream.empty();
    }

    /** A copy; empty where it is none. */
    public static Map<String, @Nullable Object> object(@Nullable Object value) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, each) -> copy.put(String.valueOf(name), each));
        }
        return copy;
    }

    private @Nullable Object value(String name) {
        return record == null ? null : record.record().get(name);
    }

    private static Optional<String> text(@Nullable Object value) {
        return value instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }
}
