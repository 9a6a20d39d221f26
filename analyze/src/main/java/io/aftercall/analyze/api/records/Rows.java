package io.aftercall.analyze.api.records;

import io.aftercall.analyze.NumberStatus;
import io.aftercall.analyze.RecordRow;
import io.aftercall.analyze.phone.Origin;
import io.aftercall.analyze.phone.Origins;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A call as a record of the platform's, in the three extents it has: in a list, alone, and within its details. */
record Rows(Levels levels, Tags tags, LocalTimes times) {
    private static final int ROBOT = 1;
    private static final int CUSTOMER = 2;

    Map<String, @Nullable Object> listed(RecordRow row) {
        Origin origin = Origins.of(row.numberWithCountry());
        List<String> found = row.tags();
        String taggedAt = times.time(row.analyzedAt());
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("tags", tags.on(row.recordId(), found, taggedAt, "tag_groups"));
        view.put("tag_groups", tags.parents(found, taggedAt));
        view.put("operator_name", origin.operatorName());
        putCall(view, row);
        view.put("read_at", times.time(row.reviewedAt()));
        Places.putIds(view, origin);
        view.put("level", levels.of(row));
        putWords(view, row);
        String at = times.time(row.createdAt());
        view.put("city", Places.city(origin, at));
        view.put("province", Places.province(origin, at));
        return view;
    }

    Map<String, @Nullable Object> brief(RecordRow row) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        putCall(view, row);
        view.put("read_at", times.time(row.reviewedAt()));
        Places.putIds(view, Origins.of(row.numberWithCountry()));
        putWords(view, row);
        return view;
    }

    /** As the record stands in its details. */
    Map<String, @Nullable Object> detailed(RecordRow row) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        putCall(view, row);
        putWords(view, row);
        view.put("level", levels.of(row));
        Map<String, @Nullable Object> crm = new LinkedHashMap<>();
        crm.put("id", row.recordId());
        crm.put("user_id", Tags.OWNER);
        crm.put("number", row.customerNumber());
        crm.put("deleted_at", null);
        crm.put("created_at", times.time(row.createdAt()));
        crm.put("updated_at", times.time(row.createdAt()));
        view.put("crm_number", crm);
        return view;
    }

    static boolean answered(RecordRow row) {
        return row.numberStatus() == NumberStatus.ANSWERED.code();
    }

    static @Nullable String file(RecordRow row) {
        return row.recording() == null ? null : "calls/" + row.callKey() + "/" + row.recording();
    }

    /** When it was dialled, or else the one time that is known of it. */
    static @Nullable Instant dialled(RecordRow row) {
        return row.startedAt() == null ? row.occurredAt() : row.startedAt();
    }

    static @Nullable Instant hungUp(RecordRow row) {
        return row.endedAt() == null ? row.occurredAt() : row.endedAt();
    }

    private void putCall(Map<String, @Nullable Object> view, RecordRow row) {
        view.put("id", row.recordId());
        view.put("task_id", row.taskId());
        view.put("group_id", levels.groupId(row));
        view.put("callid", row.callId());
        view.put("score", row.score());
        view.put("callee", row.callee());
        view.put("caller_number", row.caller());
        view.put("duration", row.durationMs());
        view.put("error_code", 0);
        view.put("gender", 0);
        view.put("level_id", row.levelId());
        view.put("calldate", times.time(dialled(row)));
        view.put("bill", row.billMs());
        view.put("hangupcause", row.cause());
        view.put("hangupdate", times.time(hungUp(row)));
        view.put("answerdate", answered(row) ? times.time(row.answeredAt()) : null);
        view.put("recordfile", file(row));
        view.put("bridge_callid", null);
        view.put("bridge_number", null);
        view.put("bridge_calldate", null);
        view.put("bridge_answerdate", null);
        view.put("hangup_disposition", disposition(row));
        view.put("created_at", times.time(row.createdAt()));
        view.put("updated_at", times.time(row.updatedAt()));
        view.put("rounds", Objects.requireNonNullElse(row.rounds(), 0));
        view.put("level_name", levels.name(row));
        view.put("bredge_number", null);
    }

    private static void putWords(Map<String, @Nullable Object> view, RecordRow row) {
        view.put("gender_str", "未知");
        view.put(
                "hangup_disposition_str",
                switch (Objects.requireNonNullElse(row.endedBy(), "")) {
                    case "robot" -> "AI";
                    case "agent" -> "人工";
                    case "customer" -> "客户";
                    default -> "未知";
                });
    }

    /** A sales person stands where the robot does. */
    private static int disposition(RecordRow row) {
        return switch (Objects.requireNonNullElse(row.endedBy(), "")) {
            case "robot", "agent" -> ROBOT;
            case "customer" -> CUSTOMER;
            default -> 0;
        };
    }
}
