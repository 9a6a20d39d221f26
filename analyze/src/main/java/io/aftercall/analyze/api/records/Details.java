package io.aftercall.analyze.api.records;

import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.RecordRow;
import io.aftercall.analyze.Rubric;
import io.aftercall.analyze.phone.Origins;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A call in all its details. What the platform has of a campaign and its script, a line of people has not: the task is a
 * name only, the script group is the rubric the call was judged by, and its main flows are the criteria, with the call's
 * times.
 */
record Details(Rows rows, Levels levels, Tags tags, LocalTimes times) {
    Map<String, @Nullable Object> of(RecordRow row, CallDocument document) {
        Map<String, @Nullable Object> info = new LinkedHashMap<>();
        info.put("record", rows.detailed(row));
        info.put("task", task(row));
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("records", new Rounds(row, document, tags, times).views());
        view.put("is_intervene_bridge", false);
        view.put("is_intervene_hangup", false);
        view.put("intervene_number", List.of());
        view.put("is_crm_exists", false);
        view.put("info", info);
        view.put("mobile_info", Places.mobile(Origins.of(row.numberWithCountry())));
        view.put("utterances", flows(row));
        return view;
    }

    private Map<String, @Nullable Object> task(RecordRow row) {
        Map<String, @Nullable Object> group = group(row);
        Map<String, @Nullable Object> progress = new LinkedHashMap<>();
        progress.put("total", 0);
        progress.put("progress", 0);
        progress.put("percent", 0);
        Map<String, @Nullable Object> task = new LinkedHashMap<>();
        task.put("uuid", row.taskId());
        task.put("name", row.taskId());
        task.put("create_datetime", times.time(row.createdAt()));
        task.put("alter_datetime", times.time(row.updatedAt()));
        task.put("start", 0);
        task.put("maximumcall", 0);
        task.put("call_per_second", 0);
        task.put("recycle_limit", 0);
        task.put("random_assignment_number", 0);
        task.put("disable_dial_timegroup", null);
        task.put("destination_extension", levels.groupId(row));
        task.put("destination_dialplan", "");
        task.put("destination_context", "");
        task.put("scheduling_policy_ratio", null);
        task.put("scheduling_queue", null);
        task.put("dial_format", "");
        task.put("domain", null);
        task.put("remark", null);
        task.put("sort", 0);
        task.put("originate_variables", "");
        task.put("_originate_timeout", 0);
        task.put("_origination_caller_id_number", row.caller());
        task.put("user_id", Tags.OWNER);
        task.put("caller_line_id", null);
        task.put("customer_service_id", row.managerId());
        task.put("call_notify_url", "");
        task.put("call_notify_type", 0);
        task.put("start_str", "");
        task.put("group_str", group.get("name"));
        task.put("progress_bar", progress);
        task.put("group", group);
        return task;
    }

    private Map<String, @Nullable Object> group(RecordRow row) {
        Optional<Rubric> rubric = levels.rubric(row);
        Map<String, @Nullable Object> group = new LinkedHashMap<>();
        group.put("id", levels.groupId(row));
        group.put("name", rubric.map(found -> found.name().zh()).orElse(""));
        group.put("user_id", Tags.OWNER);
        group.put("debug", false);
        group.put("deleted_at", null);
        group.put("created_at", times.time(row.createdAt()));
        group.put("updated_at", times.time(row.createdAt()));
        group.put("link_word_group_id", "0");
        group.put("tag_scene_id", "");
        group.put("default", rubric.isEmpty());
        return group;
    }

    private List<Map<String, @Nullable Object>> flows(RecordRow row) {
        List<Rubric.Criterion> criteria =
                levels.rubric(row).map(Rubric::criteria).orElse(List.of());
        return IntStream.range(0, criteria.size())
                .mapToObj(i -> flow(row, criteria.get(i), i + 1))
                .toList();
    }

    private Map<String, @Nullable Object> flow(RecordRow row, Rubric.Criterion criterion, int priority) {
        Map<String, @Nullable Object> flow = new LinkedHashMap<>();
        flow.put("id", criterion.id());
        flow.put("name", criterion.name().zh());
        flow.put("description", criterion.met().zh());
        flow.put("group_id", Objects.requireNonNullElse(levels.groupId(row), 0));
        flow.put("user_id", Tags.OWNER);
        flow.put("context_id", null);
        flow.put("priority", priority);
        flow.put("action", null);
        flow.put("word_class", 16);
        flow.put("wait", 0);
        flow.put("retry", 0);
        flow.put("max_retry", 0);
        flow.put("score", (int) Math.round(criterion.weight()));
        flow.put("play_ms", -1);
        flow.put("enquire", false);
        flow.put("customer_service_id", null);
        flow.put("identify_type", 0);
        flow.put("deleted_at", null);
        flow.put("created_at", times.time(row.createdAt()));
        flow.put("updated_at", times.time(row.createdAt()));
        flow.put("background_file_id", null);
        flow.put("block_asr", 0);
        flow.put("word_class_str", "主流程");
        flow.put("action_str", "");
        return flow;
    }
}
