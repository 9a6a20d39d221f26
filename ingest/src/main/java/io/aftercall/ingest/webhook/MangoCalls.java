package io.aftercall.ingest.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.CallList;
import io.aftercall.ingest.Seal;
import io.aftercall.ingest.TelephonySettings;
import io.aftercall.ingest.TransientFailure;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Mango Office's statistics, which are ordered at {@code /vpbx/stats/request} and fetched, once they are made, at {@code
 * /vpbx/stats/result} as a table with semicolons.
 */
final class MangoCalls implements CallList {
    private static final List<String> COLUMNS = List.of(
            "records",
            "start",
            "finish",
            "answer",
            "from_extension",
            "from_number",
            "to_extension",
            "to_number",
            "disconnect_reason",
            "entry_id");
    private static final int MADE = 200;
    private static final int MOST_LOOKS = 30;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final MangoDialect dialect;
    private final TelephonySettings.Mango settings;
    private final TelephonyApi http;
    private final Clock clock;

    private MangoCalls(TelephonySettings.Mango settings, TelephonyApi http, Clock clock) {
        this.dialect = new MangoDialect(settings);
        this.settings = settings;
        this.http = http;
        this.clock = clock;
    }

    /** Empty where the account is not set. */
    static Optional<CallList> of(TelephonySettings.Mango settings, TelephonyApi http, Clock clock) {
        return settings.apiKey() == null || settings.salt() == null
                ? Optional.empty()
                : Optional.of(new MangoCalls(settings, http, clock));
    }

    @Override
    public String country() {
        return dialect.country();
    }

    @Override
    public List<Listed> ended(Instant from, Instant until) {
        String ordered = http.json(signed(
                        "/vpbx/stats/request",
                        "{\"date_from\":\"%d\",\"date_to\":\"%d\",\"fields\":\"%s\"}"
                                .formatted(from.getEpochSecond(), until.getEpochSecond(), String.join(",", COLUMNS))))
                .path("key")
                .asString("");
        Map<String, List<Map<String, String>>> legs = new LinkedHashMap<>();
        for (String line : result(ordered).lines().toList()) {
            if (!line.isBlank()) {
                Map<String, String> leg = leg(line);
                legs.computeIfAbsent(String.valueOf(leg.get("entry_id")), entry -> new ArrayList<>())
                        .add(leg);
            }
        }
        return legs.entrySet().stream()
                .map(call -> new Listed(
                        Call.keyOf(MangoDialect.NAME, call.getKey()),
                        () -> CallLists.understood(
                                MangoDialect.NAME, () -> facts(call.getKey(), call.getValue()), List.of())))
                .toList();
    }

    private String result(String key) {
        for (int look = 0; look < MOST_LOOKS; look++) {
            HttpResponse<String> answer = http.answer(signed("/vpbx/stats/result", "{\"key\":\"%s\"}".formatted(key)));
            if (answer.statusCode() == MADE) {
                return answer.body();
            }
            try {
                Thread.sleep(LOOK_AGAIN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw TransientFailure.outage("Mango's statistics: stopped while they were made", e);
            }
        }
        throw TransientFailure.outage("Mango did not make its statistics within %d looks".formatted(MOST_LOOKS), null);
    }

    private HttpRequest.Builder signed(String path, String json) {
        String form = "vpbx_api_key=%s&sign=%s&json=%s"
                .formatted(
                        URLEncoder.encode(String.valueOf(settings.apiKey()), UTF_8),
                        Seal.sha256(settings.apiKey() + json + settings.salt()),
                        URLEncoder.encode(json, UTF_8));
        return HttpRequest.newBuilder(settings.apiUrl().resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
    }

    private static Map<String, String> leg(String line) {
        String[] cells = line.split(";", -1);
        if (cells.length != COLUMNS.size()) {
            throw TransientFailure.outage(
                    "Mango's statistics have %d columns and not %d".formatted(cells.length, COLUMNS.size()), null);
        }
        Map<String, String> leg = new LinkedHashMap<>();
        for (int i = 0; i < cells.length; i++) {
            leg.put(COLUMNS.get(i), cells[i].strip());
        }
        return leg;
    }

    /** Of all legs of a call; one that was answered knows better than one that was not. */
    private List<CallHungUp> facts(String entry, List<Map<String, String>> legs) {
        return legs.stream()
                .sorted(Comparator.comparing(leg -> !"0".equals(leg.get("answer"))))
                .flatMap(leg -> facts(entry, leg).stream())
                .toList();
    }

    /** In the words of the notifications. */
    private List<CallHungUp> facts(String entry, Map<String, String> call) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("entry_id", entry);
        boolean outbound = !String.valueOf(call.get("from_extension")).isEmpty();
        boolean inbound = !String.valueOf(call.get("to_extension")).isEmpty();
        summary.put("call_direction", outbound ? inbound ? "0" : "2" : "1");
        summary.put("from", side(call, "from"));
        summary.put("to", side(call, "to"));
        summary.put("create_time", String.valueOf(call.get("start")));
        summary.put("talk_time", String.valueOf(call.get("answer")));
        summary.put("end_time", String.valueOf(call.get("finish")));
        summary.put("disconnect_reason", String.valueOf(call.get("disconnect_reason")));
        List<CallHungUp> facts = new ArrayList<>();
        facts.add(dialect.ended(new Fields(summary), clock.instant()));
        Stream.of(String.valueOf(call.get("records")).replaceAll("[\\[\\]]", "").split(",", -1))
                .filter(recording -> !recording.isBlank())
                .map(recording -> MangoDialect.recorded(
                        new Fields(Map.of("entry_id", entry, "recording_id", recording)), clock.instant()))
                .forEach(facts::add);
        return facts;
    }

    private static Map<String, Object> side(Map<String, String> call, String side) {
        return Map.of(
                "extension", String.valueOf(call.get(side + "_extension")),
                "number", String.valueOf(call.get(side + "_number")));
    }
}
