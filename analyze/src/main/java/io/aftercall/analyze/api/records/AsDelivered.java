package io.aftercall.analyze.api.records;

import io.aftercall.ingest.PlatformRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the platform's own values over the line's: a robot's call reads here as it does there. What it left out or null stays
 * ours, at any depth; its rounds are its own, with null for what they lack.
 */
record AsDelivered(@Nullable PlatformRecord delivered) {
    /** Theirs as a whole or not at all: half of the one and half of the other would be neither. */
    private static final Set<String> WHOLE = Set.of("level", "city", "province", "mobile_info");

    Map<String, @Nullable Object> brief(Map<String, @Nullable Object> ours) {
        return delivered == null ? ours : over(ours, delivered.record());
    }

    /** A list shows the tags of all rounds with their parents, and the level as the details have it. */
    Map<String, @Nullable Object> listed(Map<String, @Nullable Object> ours) {
        Map<String, @Nullable Object> row = brief(ours);
        Map<String, @Nullable Object> details = delivered == null ? null : delivered.details();
        if (details == null) {
            return row;
        }
        if (object(object(details.get("info")).get("record")).get("level") instanceof Map<?, ?> level) {
            row.put("level", level);
        }
        List<Object> tags = new ArrayList<>();
        List<Object> parents = new ArrayList<>();
        for (Object round : list(details.get("records"))) {
            for (Object tag : list(object(round).get("tags"))) {
                Map<String, @Nullable Object> view = object(tag);
                Object groups = view.remove("tag_group");
                view.put("tag_groups", groups);
                tags.add(view);
                parents.addAll(list(groups));
            }
        }
        row.put("tags", tags);
        row.put("tag_groups", parents);
        return row;
    }

    /** Every round, process rows (asrprogress_notify) too, as it came. */
    Map<String, @Nullable Object> details(Map<String, @Nullable Object> ours) {
        Map<String, @Nullable Object> theirs = delivered == null ? null : delivered.details();
        return theirs == null ? ours : over(ours, theirs);
    }

    private static Map<String, @Nullable Object> over(
            Map<String, @Nullable Object> ours, Map<String, @Nullable Object> theirs) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>(ours);
        theirs.forEach((name, value) -> {
            Object own = view.get(name);
            if (value instanceof Map<?, ?> && own instanceof Map<?, ?> && !WHOLE.contains(name)) {
                view.put(name, over(object(own), object(value)));
            } else if (value instanceof List<?> rows && own instanceof List<?> like) {
                view.put(name, rows(rows, like));
            } else if (value != null || !view.containsKey(name)) {
                view.put(name, value);
            }
        });
        return view;
    }

    /** Theirs, each with all fields that such rows have; what it left out is null. */
    private static List<?> rows(List<?> theirs, List<?> ours) {
        if (ours.isEmpty() || !(ours.getFirst() instanceof Map<?, ?> like)) {
            return theirs;
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        like.keySet().forEach(name -> fields.put(String.valueOf(name), null));
        return theirs.stream()
                .map(row -> row instanceof Map<?, ?> ? over(fields, object(row)) : row)
                .toList();
    }

    private static Map<String, @Nullable Object> object(@Nullable Object value) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, each) -> copy.put(String.valueOf(name), each));
        }
        return copy;
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }
}
