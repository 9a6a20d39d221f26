package io.aftercall.simulator;

import io.aftercall.simulator.calls.SampleCall;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts the hangup of a call into the words of the telephone system it came through. */
record Dialects(String pbxUrl) {
    private static final DateTimeFormatter ROBOT_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));
    private static final long RINGING_MILLIS = 6_000;

    /**
     * @param number of the call in its run, from 1
     * @param millis that were talked
     */
    Notification of(SampleCall call, String run, int number, long millis, Instant end) {
        String callId = run + call.id();
        String file = call.fileName();
        return call.robot()
                ? new Notification(
                        callId,
                        "robot",
                        file,
                        end,
                        "/api/hangup_notify",
                        "application/x-www-form-urlencoded",
                        form(call, run, number, millis, end))
                : new Notification(
                        callId,
                        "generic",
                        file,
                        end,
                        "/webhook/new_call_recording",
                        "application/json",
                        json(call, callId, millis, end));
    }

    private String json(SampleCall call, String callId, long millis, Instant end) {
        Map<String, @Nullable String> body = new LinkedHashMap<>();
        body.put("call_id", callId);
        body.put("manager_id", call.agent());
        body.put("recording_url", pbxUrl + "/recordings/" + encoded(call.fileName()));
        body.put("caller", call.caller());
        body.put("callee", call.callee());
        body.put("customer_id", call.customerId());
        body.put("direction", call.direction());
        body.put("started_at", end.minusMillis(millis).toString());
        body.put("ended_at", end.toString());
        body.values().removeIf(value -> value == null);
        return Reply.JSON.writeValueAsString(body);
    }

    /** The 13 fields of the robot platform's notification; durations in milliseconds, its clock is Shanghai's. */
    private static String form(SampleCall call, String run, int number, long millis, Instant end) {
        long bill = Math.max(1, millis);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("type", "");
        fields.put(
                "taskuuid",
                UUID.nameUUIDFromBytes(run.getBytes(StandardCharsets.UTF_8)).toString());
        fields.put("number", call.callee() == null ? "" : call.callee());
        fields.put("numberid", String.valueOf(number));
        fields.put("callid", run + call.id());
        fields.put("calldatetime", ROBOT_TIME.format(end.minusMillis(bill + RINGING_MILLIS)));
        fields.put("cause", "NORMAL_CLEARING");
        fields.put("code", "200");
        fields.put("bill", String.valueOf(bill));
        fields.put("duration", String.valueOf(bill + RINGING_MILLIS));
        fields.put("da", "");
        fields.put("recordfile", "/mnt/smartivr/recordings/" + call.fileName());
        fields.put("calleridnumber", call.caller() == null ? "" : call.caller());
        return fields.entrySet().stream()
                .map(f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
