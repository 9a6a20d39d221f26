package io.aftercall.ingest.webhook;

import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallList;
import io.aftercall.ingest.IngestSettings;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The robot platform's {@code GET v1/task/number?call_history=1}: each number of a task with the calls made to it. */
final class RobotCalls implements CallList {
    /** As a call's history names what its notification names otherwise. */
    private static final Map<String, String> NAMES = Map.of(
            "call_id", "callid",
            "number", "number",
            "number_id", "numberid",
            "task_id", "taskuuid",
            "call_time", "calldatetime",
            "hangup_cause", "cause",
            "hangup_code", "code",
            "call_status", "da",
            "record_file", "recordfile",
            "calling_number", "calleridnumber");

    private final IngestSettings.Robot settings;
    private final URI api;
    private final TelephonyApi http;
    private final Clock clock;

    private RobotCalls(IngestSettings.Robot settings, URI api, TelephonyApi http, Clock clock) {
        this.settings = settings;
        this.api = api;
        this.http = http;
        this.clock = clock;
    }

    /** Empty where the platform or its tasks are not set. */
    static Optional<CallList> of(IngestSettings.Robot settings, TelephonyApi http, Clock clock) {
        URI api = settings.apiUrl();
        return api == null || settings.tasks().isEmpty()
                ? Optional.empty()
                : Optional.of(new RobotCalls(settings, api, http, clock));
    }

    @Override
    public String country() {
        return RobotNotification.COUNTRY;
    }

    @Override
    public List<Listed> ended(Instant from, Instant until) {
        List<Listed> ended = new ArrayList<>();
        for (String task : settings.tasks()) {
            int last = 1;
            for (int page = 1; page <= last; page++) {
                JsonNode data = page(task, page).path("data");
                last = data.path("last_page").asInt(1);
                for (JsonNode number : data.path("data")) {
                    for (JsonNode call : number.path("call_history")) {
                        CallLists.understood(
                                        RobotNotification.SOURCE,
                                        () -> listed(call, from, until),
                                        Optional.<Listed>empty())
                                .ifPresent(ended::add);
                    }
                }
            }
        }
        return ended;
    }

    private JsonNode page(String task, int page) {
        return http.json(HttpRequest.newBuilder(URI.create("%s/v1/task/number?task_id=%s&call_history=1&page=%d"
                .formatted(
                        api.toString().replaceFirst("/+$", ""),
                        URLEncoder.encode(task, StandardCharsets.UTF_8),
                        page))));
    }

    private Optional<Listed> listed(JsonNode call, Instant from, Instant until) {
        Fields fields = fields(call);
        Instant ended = RobotNotification.read(fields, settings.timeZone(), clock.instant())
                .call()
                .timing()
                .endedAt();
        if (ended == null || ended.isBefore(from) || ended.isAfter(until)) {
            return Optional.empty();
        }
        return Optional.of(new Listed(
                Call.keyOf(RobotNotification.SOURCE, fields.required("callid")),
                () -> List.of(RobotNotification.read(fields, settings.timeZone(), clock.instant()))));
    }

    private static Fields fields(JsonNode call) {
        Map<String, Object> fields = new LinkedHashMap<>();
        call.forEachEntry((name, value) -> {
            if (value.isValueNode() && !value.isNull()) {
                fields.put(NAMES.getOrDefault(name, name), value.asString());
            }
        });
        // A status of its own; of a call that was answered it is no announcement.
        fields.remove("answer".equals(fields.get("da")) ? "da" : "");
        return new Fields(fields);
    }
}
