package io.aftercall.simulator;

import io.aftercall.simulator.calls.SampleCall;
import io.aftercall.simulator.calls.Turn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The robot platform's record API beside its recordings: {@code GET /v1/record/{id}}, where the call's {@code callid} is taken
 * for the id, and {@code GET /v1/task/record_info/{task_id}/{record_id}}. Times are left to the hangup.
 */
final class RobotPlatform {
    private static final String RECORD = "/v1/record/";
    private static final String DETAILS = "/v1/task/record_info/";
    private static final String LEVEL = "e605e0b0-96b2-4af0-9b78-7cdd5fc6b783";

    private final List<SampleCall> robots;
    private final Map<String, String> callIds = new ConcurrentHashMap<>();

    RobotPlatform(List<SampleCall> calls) {
        this.robots = calls.stream().filter(SampleCall::robot).toList();
    }

    boolean handles(Exchange exchange) {
        return exchange.path().startsWith(RECORD) || exchange.path().startsWith(DETAILS);
    }

    void handle(Exchange exchange) {
        String path = exchange.path();
        String asked = path.substring(path.lastIndexOf('/') + 1);
        String callId = callIds.getOrDefault(asked, asked);
        Optional<SampleCall> call = robots.stream()
                .filter(each -> callId.replaceFirst("-v\\d+$", "").endsWith(each.id()))
                .findFirst();
        if (!exchange.method().equals("GET")) {
            exchange.answer(envelope(405, "GET only", null));
        } else if (call.isEmpty()) {
            exchange.answer(envelope(404, "no such record", null));
        } else {
            callIds.put(id("record/" + callId), callId);
            exchange.answer(envelope(
                    200, "ok", path.startsWith(RECORD) ? record(call.get(), callId) : details(call.get(), callId)));
        }
    }

    private static Reply envelope(int code, String message, @Nullable Object data) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("code", code);
        body.put("status", code == 200 ? "ok" : "error");
        body.put("message", message);
        body.put("data", data);
        return Reply.json(code, body);
    }

    private static Map<String, @Nullable Object> record(SampleCall call, String callId) {
        String run = callId.substring(0, callId.lastIndexOf(call.id()));
        Map<String, @Nullable Object> record = new LinkedHashMap<>();
        record.put("id", id("record/" + callId));
        record.put("task_id", id(run));
        record.put("group_id", 297);
        record.put("callid", callId);
        record.put("score", 165);
        record.put("callee", call.callee());
        record.put("caller_number", call.caller());
        record.put("error_code", 0);
        record.put("gender", 2);
        record.put("level_id", LEVEL);
        record.put("hangupcause", "NORMAL_CLEARING");
        record.put("recordfile", "/mnt/smartivr/recordings/" + call.fileName());
        record.put("hangup_disposition", 2);
        record.put("rounds", rounds(call));
        record.put("level_name", "D级(无意向)");
        record.put("gender_str", "男");
        record.put("hangup_disposition_str", "客户");
        return record;
    }

    private static int rounds(SampleCall call) {
        return (int) call.turns().stream().filter(RobotPlatform::isCustomer).count();
    }

    private static Map<String, @Nullable Object> details(SampleCall call, String callId) {
        Map<String, @Nullable Object> record = record(call, callId);
        record.put("level", Map.of("id", LEVEL, "name", "D级", "alias", "无意向", "color", "#000"));
        Map<String, Object> task = Map.of(
                "uuid",
                String.valueOf(record.get("task_id")),
                "name",
                "教育测试2",
                "group",
                Map.of("id", 297, "name", "电销系统测试"));
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("records", rows(call, record));
        details.put("info", Map.of("record", record, "task", task));
        return details;
    }

    /** The recogniser's first guess at what is being said comes as a row of its own before the round. */
    private static List<Map<String, @Nullable Object>> rows(SampleCall call, Map<String, @Nullable Object> record) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        List<Turn> turns = call.turns();
        int index = 0;
        for (int i = 0; i < turns.size(); i++) {
            Turn turn = turns.get(i);
            if (isCustomer(turn)) {
                Turn answer = i + 1 < turns.size() && !isCustomer(turns.get(i + 1)) ? turns.get(i + 1) : null;
                rows.add(row(record, "asrprogress_notify", ++index, rows.size() + 1, turn, null));
                rows.add(row(record, "asrmessage_notify", index, rows.size() + 1, turn, answer));
            } else if (i == 0) {
                rows.add(row(record, "enter", index, 1, null, turn));
            }
        }
        return rows;
    }

    private static Map<String, @Nullable Object> row(
            Map<String, @Nullable Object> record,
            String notify,
            int index,
            int sequence,
            @Nullable Turn question,
            @Nullable Turn answer) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("id", id(record.get("id") + "/" + sequence));
        row.put("record_id", record.get("id"));
        row.put("task_id", record.get("task_id"));
        row.put("notify", notify);
        row.put("callid", record.get("callid"));
        row.put("question", question == null ? "" : question.text());
        row.put("question_index", index);
        row.put("speak_ms", question == null ? 0 : question.endMs() - question.startMs());
        row.put("play_ms", answer == null ? 0 : answer.endMs() - answer.startMs());
        row.put("keyword", null);
        row.put("score", 0);
        row.put("sequence", sequence);
        row.put("answer_content", answer == null ? null : answer.text());
        row.put("contents", List.of());
        row.put("tags", List.of());
        return row;
    }

    private static boolean isCustomer(Turn turn) {
        return turn.speaker().equals("customer");
    }

    private static String id(String of) {
        return UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
