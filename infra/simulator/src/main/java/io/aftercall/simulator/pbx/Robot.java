package io.aftercall.simulator.pbx;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The robot platform's notification of 13 fields; durations in milliseconds, its clock is Shanghai's. */
final class Robot implements TelephonySystem {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));

    @Override
    public String name() {
        return "robot";
    }

    @Override
    public List<Post> posts(PlacedCall call) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("type", "");
        fields.put("taskuuid", task(call));
        fields.put("number", call.callee());
        fields.put("numberid", String.valueOf(call.number()));
        fields.put("callid", call.id());
        fields.put("calldatetime", TIME.format(call.started()));
        fields.put("cause", "NORMAL_CLEARING");
        fields.put("code", "200");
        fields.put("bill", String.valueOf(call.talkedMillis()));
        fields.put("duration", String.valueOf(call.durationMillis()));
        fields.put("da", "");
        fields.put("recordfile", "/mnt/smartivr/recordings/" + call.call().fileName());
        fields.put("calleridnumber", call.caller());
        return List.of(Post.form("/api/hangup_notify", fields, Map.of()));
    }

    /** {@code GET /v1/task/number?task_id=...&call_history=1}, on one page. */
    @Override
    public Optional<Answer> answer(Asked asked) {
        if (!asked.path().equals("/v1/task/number")) {
            return Optional.empty();
        }
        return Optional.of(Answer.json(
                200,
                asked.placed().stream()
                        .filter(call -> asked.query().contains("task_id=" + task(call)))
                        .map(Robot::listed)
                        .collect(Collectors.joining(
                                ",",
                                "{\"code\":200,\"status\":\"ok\",\"message\":\"获取号码列表成功\",\"data\":{\"data\":[",
                                "],\"total\":%d,\"last_page\":1}}"
                                        .formatted(asked.placed().size())))));
    }

    private static String listed(PlacedCall call) {
        return """
                {"number":"%1$s","id":%2$d,"status":1,"call_history":[{"task_id":"%3$s","call_id":"%4$s","number_id":%2$d,\
                "number":"%1$s","call_time":"%5$s","duration":%6$d,"hangup_cause":"NORMAL_CLEARING","hangup_code":"200","bill":%7$d,\
                "call_status":"answer","status":1,"record_file":"/mnt/smartivr/recordings/%8$s","calling_number":"%9$s"}]}""".formatted(
                        call.callee(),
                        call.number(),
                        task(call),
                        call.id(),
                        TIME.format(call.started()),
                        call.durationMillis(),
                        call.talkedMillis(),
                        call.call().fileName(),
                        call.caller());
    }

    private static String task(PlacedCall call) {
        return UUID.nameUUIDFromBytes(call.run().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    @Override
    public Map<String, String> settings(String pbxUrl) {
        return Map.of(
                "aftercall.ingest.robot.recording-url",
                pbxUrl + "/recordings",
                "aftercall.ingest.robot.api-url",
                pbxUrl);
    }
}
