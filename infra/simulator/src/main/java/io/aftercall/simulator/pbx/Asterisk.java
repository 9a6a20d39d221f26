package io.aftercall.simulator.pbx;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A hangup handler that posts the fields of AMI's Cdr event. */
final class Asterisk implements TelephonySystem {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    @Override
    public String name() {
        return "asterisk";
    }

    @Override
    public List<Post> posts(PlacedCall call) {
        Map<String, String> cdr = new LinkedHashMap<>();
        cdr.put("UniqueID", call.id());
        cdr.put("Source", call.caller());
        cdr.put("Destination", call.callee());
        cdr.put("StartTime", time(call.started()));
        cdr.put("AnswerTime", time(call.answered()));
        cdr.put("EndTime", time(call.end()));
        cdr.put("Duration", String.valueOf(call.durationMillis() / 1000));
        cdr.put("BillableSeconds", String.valueOf(call.talkedSeconds()));
        cdr.put("Disposition", "ANSWERED");
        cdr.put("AccountCode", call.call().agent());
        cdr.put("Recording", "/var/spool/asterisk/monitor/" + call.call().fileName());
        String json = cdr.entrySet().stream()
                .map(each -> "\"%s\":\"%s\"".formatted(each.getKey(), each.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
        return List.of(Post.json("/webhook/asterisk", json, Map.of("Authorization", "Bearer " + SECRET)));
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }

    @Override
    public Map<String, String> settings(String pbxUrl) {
        return Map.of(
                "aftercall.telephony.asterisk.token",
                SECRET,
                "aftercall.telephony.asterisk.recording-url",
                pbxUrl + "/recordings");
    }
}
