package io.aftercall.simulator;

import io.aftercall.simulator.calls.SampleCall;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Hangs up the calls of the folder: posts the notification each kind of telephone system would post. */
final class Switchboard {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final DateTimeFormatter ROBOT_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));
    private static final long RINGING_MILLIS = 6_000;

    private final List<SampleCall> calls;
    private final Map<String, Double> seconds;
    private final String pbxUrl;
    private final HttpClient client = HttpClient.newHttpClient();
    /** The hour of a run is kept, so that posting a run twice says the same twice. */
    private final Map<String, Instant> runs = new ConcurrentHashMap<>();

    Switchboard(List<SampleCall> calls, Map<String, Double> seconds, String pbxUrl) {
        this.calls = calls;
        this.seconds = seconds;
        this.pbxUrl = pbxUrl;
    }

    List<HangUp> hangUp(URI target, String runPrefix) {
        Instant end = runs.computeIfAbsent(runPrefix, r -> Instant.now().truncatedTo(ChronoUnit.SECONDS));
        String base = target.toString().replaceFirst("/+$", "");
        List<HangUp> posted = new ArrayList<>();
        for (SampleCall call : calls) {
            String callId = runPrefix + call.id();
            HttpRequest request = call.robot()
                    ? post(base + "/api/hangup_notify", "application/x-www-form-urlencoded", form(call, runPrefix, end))
                    : post(base + "/webhook/new_call_recording", "application/json", json(call, callId, end));
            posted.add(new HangUp(callId, call.robot() ? "robot" : "generic", call.fileName(), untilTaken(request)));
        }
        return posted;
    }

    private static HttpRequest post(String url, String type, String body) {
        return HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", type)
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private long millis(SampleCall call) {
        return Math.round(seconds.getOrDefault(call.id(), 0.0) * 1000);
    }

    private String json(SampleCall call, String callId, Instant end) {
        Map<String, @Nullable String> body = new LinkedHashMap<>();
        body.put("call_id", callId);
        body.put("manager_id", call.agent());
        body.put("recording_url", pbxUrl + "/recordings/" + encoded(call.fileName()));
        body.put("caller", call.caller());
        body.put("callee", call.callee());
        body.put("customer_id", call.customerId());
        body.put("direction", call.direction());
        body.put("started_at", end.minusMillis(millis(call)).toString());
        body.put("ended_at", end.toString());
        body.values().removeIf(value -> value == null);
        return Reply.JSON.writeValueAsString(body);
    }

    /** The 13 fields of the robot platform's notification; durations in milliseconds, its clock is Shanghai's. */
    private String form(SampleCall call, String runPrefix, Instant end) {
        long bill = Math.max(1, millis(call));
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("type", "");
        fields.put(
                "taskuuid",
                UUID.nameUUIDFromBytes(runPrefix.getBytes(StandardCharsets.UTF_8))
                        .toString());
        fields.put("number", call.callee() == null ? "" : call.callee());
        fields.put("numberid", String.valueOf(calls.indexOf(call) + 1));
        fields.put("callid", runPrefix + call.id());
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

    /** Posts until 2xx, for a minute at most; the last status, or 0 when there was no answer. */
    private int untilTaken(HttpRequest request) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        int status = 0;
        for (long pause = 100; ; pause = Math.min(2_000, pause * 2)) {
            try {
                status = client.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
            } catch (IOException e) {
                status = 0;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return status;
            }
            if (status / 100 == 2 || System.nanoTime() + pause * 1_000_000 > end) {
                return status;
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return status;
            }
        }
    }
}
