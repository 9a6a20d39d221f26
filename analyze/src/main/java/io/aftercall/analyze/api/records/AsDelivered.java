package io.aftercall.analyze.api.records;

import static io.aftercall.analyze.Delivered.object;

import io.aftercall.analyze.Delivered;
import io.aftercall.ingest.PlatformRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the platform's own values over the line's: a robot's call reads here as it does there. What it left out or null
 * stays ours, at any depth, but never half of what belongs together: an id and what it is called have one source.
 */
record AsDelivered(@Nullable PlatformRecord delivered) {
    /** Theirs as a whole or not at all. */
    private static final Set<String> WHOLE = Set.of("level", "city", "province", "mobile_info", "crm_number");

    /** Fields of one object, likewise. */
    private static final List<Set<String>> TOGETHER = List.of(
            Set.of("score", "level_id", "level_name", "level"),
            Set.of("province_id", "city_id", "province", "city"),
            Set.of("operator", "operator_name"),
            Set.of("gender", "gender_str"),
            Set.of("hangup_disposition", "hangup_disposition_str"));

    private static final Map<Integer, String> GENDERS = Map.of(0, "未知", 1, "女", 2, "男", 3, "疑似女", 4, "疑似男");
    private static final Map<Integer, String> SIDES = Map.of(1, "AI", 2, "客户");

    Map<String, @Nullable Object> brief(Map<String, @Nullable Object> ours) {
        return delivered == null ? ours : over(ours, completed(delivered.record(), ours.keySet()));
    }

    /** A list shows the tags of all rounds with their parents, and names beside the ids of places. */
    Map<String, @Nullable Object> listed(Map<String, @Nullable Object> ours) {
        if (delivered == null) {
            return ours;
        }
        Map<String, @Nullable Object> row = over(ours, named(completed(delivered.record(), ours.keySet()), ours));
        Delivered its = new Delivered(delivered);
        if (its.isTagged()) {
            List<Object> parents = new ArrayList<>();
            its.tags().forEach(tag -> parents.addAll(list(tag.get("tag_groups"))));
            row.put("tags", its.tags());
            row.put("tag_groups", parents);
        }
        return row;
    }

    /** A call in its number's history, where some of a record's fields are called otherwise. */
    Map<String, @Nullable Object> called(Map<String, @Nullable Object> ours) {
        if (delivered == null) {
            return ours;
        }
        Map<String, @Nullable Object> theirs = object(delivered.record());
        theirs.put("call_time", theirs.get("calldate"));
        theirs.put("hangup_cause", theirs.get("hangupcause"));
        theirs.put("record_file", theirs.get("recordfile"));
        theirs.put("calling_number", theirs.get("caller_number"));
        theirs.keySet().retainAll(ours.keySet());
        // A number here, and of a table that the record does not show, as are those of a place without its name.
        theirs.keySet().removeAll(Set.of("id", "province_id", "city_id", "operator"));
        return over(ours, theirs);
    }

    /** Every round, process rows (asrprogress_notify) too, as it came. */
    Map<String, @Nullable Object> details(Map<String, @Nullable Object> ours) {
        if (delivered == null) {
            return ours;
        }
        Map<String, @Nullable Object> theirs = object(delivered.details());
        Map<String, @Nullable Object> info = object(theirs.get("info"));
        Set<String> fields = object(object(ours.get("info")).get("record")).keySet();
        Map<String, @Nullable Object> known = object(delivered.record());
        known.keySet().retainAll(fields);
        Map<String, @Nullable Object> record = completed(over(known, object(info.get("record"))), fields);
        if (fields.contains("rounds")) {
            new Delivered(delivered).rounds().ifPresent(rounds -> fill(record, "rounds", rounds));
        }
        Map<String, @Nullable Object> task = task(object(info.get("task")), record);
        info.put("record", record);
        info.put("task", task);
        theirs.put("info", info);
        Map<String, @Nullable Object> view = over(ours, theirs);
        if (theirs.get("records") instanceof List<?> rounds) {
            view.put("records", rounds.stream().map(AsDelivered::round).toList());
        }
        if (task.get("group") != null) {
            // Main flows are of the script group, and the rubric's criteria are not of this one.
            view.put("utterances", list(theirs.get("utterances")));
        }
        return view;
    }

    /** With what follows from it: a level from its name, words from their numbers. */
    private Map<String, @Nullable Object> completed(Map<String, @Nullable Object> theirs, Set<String> fields) {
        Delivered its = new Delivered(delivered);
        Map<String, @Nullable Object> record = new LinkedHashMap<>(theirs);
        its.level().ifPresent(level -> {
            fill(record, "level", level);
            fill(record, "level_id", level.get("id"));
            fill(record, "level_name", "%s(%s)".formatted(level.get("name"), level.get("alias")));
        });
        if (record.get("gender") instanceof Integer gender) {
            fill(record, "gender_str", GENDERS.getOrDefault(gender, "未知"));
        }
        if (record.get("hangup_disposition") instanceof Integer side) {
            fill(record, "hangup_disposition_str", SIDES.getOrDefault(side, "未知"));
        }
        record.keySet().removeIf(name -> !fields.contains(name) && !theirs.containsKey(name));
        return record;
    }

    /** Ids of a place or an operator are taken only with their names: the platform's tables are not known here. */
    private Map<String, @Nullable Object> named(
            Map<String, @Nullable Object> theirs, Map<String, @Nullable Object> ours) {
        Map<String, @Nullable Object> names =
                object(object(delivered == null ? null : delivered.details()).get("mobile_info"));
        Map<String, @Nullable Object> row = new LinkedHashMap<>(theirs);
        Object province = row.get("province_id");
        if (province != null && names.get("province") != null) {
            fill(row, "city", place(ours.get("city"), row.get("city_id"), province, names.get("city")));
            fill(row, "province", place(ours.get("province"), province, null, names.get("province")));
        }
        fill(row, "operator_name", names.get("mobile_type"));
        if (row.get("city") == null || row.get("province") == null) {
            row.keySet().removeAll(Set.of("province_id", "city_id", "city", "province"));
        }
        if (row.get("operator") == null || row.get("operator_name") == null) {
            row.keySet().removeAll(Set.of("operator", "operator_name"));
        }
        return row;
    }

    /** Theirs in the shape of ours, which lends its codes to the place of the same name only. */
    private static Map<String, @Nullable Object> place(
            @Nullable Object own, @Nullable Object id, @Nullable Object parent, @Nullable Object name) {
        Map<String, @Nullable Object> place = object(own);
        boolean isSame = Objects.equals(place.get("city"), name);
        place.put("id", id);
        place.put("pid", parent);
        place.put("city", name);
        if (!isSame) {
            place.put("area_code", "");
        }
        return place;
    }

    /** Without a name the task is called by its id, its script group by nothing: never by words of ours. */
    private static Map<String, @Nullable Object> task(
            Map<String, @Nullable Object> theirs, Map<String, @Nullable Object> record) {
        Map<String, @Nullable Object> group = object(theirs.get("group"));
        fill(group, "id", record.get("group_id"));
        if (group.get("id") != null) {
            fill(theirs, "group_str", group.get("name"));
            fill(theirs, "group_str", "");
            fill(group, "name", theirs.get("group_str"));
            fill(theirs, "destination_extension", group.get("id"));
            theirs.put("group", group);
        }
        fill(theirs, "uuid", record.get("task_id"));
        fill(theirs, "name", theirs.get("uuid"));
        return theirs;
    }

    private static Map<String, @Nullable Object> round(@Nullable Object delivered) {
        Map<String, @Nullable Object> round = new LinkedHashMap<>();
        Rounds.FIELDS.forEach(name -> round.put(name, null));
        round.putAll(object(delivered));
        fill(round, "contents", List.of());
        fill(round, "tags", List.of());
        return round;
    }

    private static Map<String, @Nullable Object> over(
            Map<String, @Nullable Object> ours, Map<String, @Nullable Object> theirs) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>(ours);
        TOGETHER.stream()
                .filter(names -> names.stream().anyMatch(name -> theirs.get(name) != null))
                .flatMap(Set::stream)
                .filter(view::containsKey)
                .forEach(name -> view.put(name, null));
        theirs.forEach((name, value) -> {
            Object own = ours.get(name);
            if (value instanceof Map<?, ?> && own instanceof Map<?, ?>) {
                Map<String, @Nullable Object> under = object(own);
                if (WHOLE.contains(name)) {
                    under.replaceAll((field, each) -> null);
                }
                view.put(name, over(under, object(value)));
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
        Map<String, @Nullable Object> fields = object(like);
        fields.replaceAll((name, each) -> null);
        return theirs.stream()
                .map(row -> row instanceof Map<?, ?> ? over(fields, object(row)) : row)
                .toList();
    }

    private static void fill(Map<String, @Nullable Object> view, String name, @Nullable Object value) {
        if (view.get(name) == null && value != null) {
            view.put(name, value);
        }
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }
}
