package io.aftercall.simulator.pbx;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

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
        fields.put(
                "taskuuid",
                UUID.nameUUIDFromBytes(call.run().getBytes(StandardCharsets.UTF_8))
                        .toString());
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

    @Override
    public Map<String, String> settings(String pbxUrl) {
        return Map.of(
                "aftercall.ingest.robot.recording-url",
                pbxUrl + "/recordings",
                "aftercall.ingest.robot.api-url",
                pbxUrl);
    }
}
