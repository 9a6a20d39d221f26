package io.aftercall.analyze;

import io.aftercall.ingest.PlatformRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a call is found and listed by of its {@link PlatformRecord}; of what is not there, or not what it should be, nothing. */
record Delivered(@Nullable PlatformRecord record) {

    Optional<String> id() {
        return text(value("id"));
    }

    Optional<String> taskId() {
        return text(value("task_id"));
    }

    Optional<String> levelId() {
        return text(value("level_id"));
    }

    Optional<Integer> rounds() {
        return value("rounds") instanceof Integer rounds ? Optional.of(rounds) : Optional.empty();
    }

    /** Ids of those its rounds have. */
    List<String> tags() {
        return tagged().flatMap(tag -> text(tag.get("id")).stream()).distinct().toList();
    }

    /** The record with no more of its details than a list shows: the tags as of one round, and the level. */
    @Nullable PlatformRecord listed() {
        Map<String, @Nullable Object> details = details();
        if (record == null || details == null) {
            return record;
        }
        Object info = details.get("info");
        Object own = info instanceof Map<?, ?> map ? map.get("record") : null;
        Object level = own instanceof Map<?, ?> map ? map.get("level") : null;
        return new PlatformRecord(
                record.record(),
                Map.of(
                        "records",
                        List.of(Map.of("tags", tagged().distinct().toList())),
                        "info",
                        Map.of("record", level == null ? Map.of() : Map.of("level", level))));
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

    private static Stream<Map<?, ?>> each(@Nullable Object list) {
        return list instanceof List<?> all
                ? all.stream().filter(Map.class::isInstance).map(each -> (Map<?, ?>) each)
                : Stream.empty();
    }

    private @Nullable Object value(String name) {
        return record == null ? null : record.record().get(name);
    }

    private static Optional<String> text(@Nullable Object value) {
        return value instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }
}
