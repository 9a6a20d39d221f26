package io.aftercall.ingest.webhook;

import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.CallList;
import io.aftercall.ingest.Seal;
import io.aftercall.ingest.TelephonySettings;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Twilio's {@code GET /2010-04-01/Accounts/{sid}/Calls.json}, and of a call that is missing its recordings. */
final class TwilioCalls implements CallList {
    private static final int PAGE = 200;
    /** As the list names what the notification names otherwise. */
    private static final Map<String, String> NAMES = Map.of(
            "sid", "CallSid",
            "status", "CallStatus",
            "duration", "CallDuration",
            "from", "From",
            "to", "To",
            "direction", "Direction",
            "end_time", "Timestamp");

    private final TwilioDialect dialect;
    private final URI api;
    private final String account;
    private final String password;
    private final TelephonyApi http;
    private final Clock clock;

    private TwilioCalls(
            TelephonySettings.Twilio settings, String account, String password, TelephonyApi http, Clock clock) {
        this.dialect = new TwilioDialect(settings);
        this.api = settings.apiUrl();
        this.account = "/2010-04-01/Accounts/" + account;
        this.password = Seal.basic(account, password);
        this.http = http;
        this.clock = clock;
    }

    /** Empty where the account is not set. */
    static Optional<CallList> of(TelephonySettings.Twilio settings, TelephonyApi http, Clock clock) {
        return settings.accountSid() == null || settings.authToken() == null
                ? Optional.empty()
                : Optional.of(new TwilioCalls(settings, settings.accountSid(), settings.authToken(), http, clock));
    }

    @Override
    public @Nullable String country() {
        return null;
    }

    @Override
    public List<Listed> ended(Instant from, Instant until) {
        List<Listed> ended = new ArrayList<>();
        // It knows days only.
        String path = "%s/Calls.json?EndTime%%3E=%s&PageSize=%d"
                .formatted(account, LocalDate.ofInstant(from, ZoneOffset.UTC), PAGE);
        while (!path.isEmpty()) {
            JsonNode page = get(path);
            for (JsonNode call : page.path("calls")) {
                CallLists.understood(TwilioDialect.NAME, () -> listed(call, from, until), Optional.<Listed>empty())
                        .ifPresent(ended::add);
            }
            path = page.path("next_page_uri").asString("");
        }
        return ended;
    }

    private Optional<Listed> listed(JsonNode call, Instant from, Instant until) {
        if (!call.path("parent_call_sid").asString("").isEmpty()) {
            // A leg that the call itself dialled.
            return Optional.empty();
        }
        List<CallHungUp> told = dialect.ended(fields(call), Map.of(), clock.instant());
        if (told.isEmpty()) {
            return Optional.empty();
        }
        Call listed = told.getFirst().call();
        Instant ended = listed.timing().endedAt();
        if (ended == null || ended.isBefore(from) || ended.isAfter(until)) {
            return Optional.empty();
        }
        return Optional.of(new Listed(
                listed.key(), () -> CallLists.understood(TwilioDialect.NAME, () -> facts(told, listed), List.of())));
    }

    private List<CallHungUp> facts(List<CallHungUp> told, Call listed) {
        List<CallHungUp> facts = new ArrayList<>(told);
        facts.addAll(recordings(listed));
        return facts;
    }

    private List<CallHungUp> recordings(Call call) {
        List<CallHungUp> facts = new ArrayList<>();
        for (JsonNode recording : get("%s/Calls/%s/Recordings.json".formatted(account, call.callId()))
                .path("recordings")) {
            Map<String, Object> fields = Map.of(
                    "CallSid", call.callId(),
                    "RecordingStatus", recording.path("status").asString(""),
                    "RecordingStartTime", recording.path("start_time").asString(""),
                    "RecordingUrl",
                            api.resolve(account + "/Recordings/"
                                            + recording.path("sid").asString(""))
                                    .toString());
            facts.addAll(dialect.recorded(new Fields(fields), clock.instant()));
        }
        return facts;
    }

    private JsonNode get(String path) {
        return http.json(HttpRequest.newBuilder(api.resolve(path)).header("Authorization", password));
    }

    private static Fields fields(JsonNode call) {
        Map<String, Object> fields = new LinkedHashMap<>();
        NAMES.forEach((theirs, ours) -> {
            String value = call.path(theirs).asString("");
            if (!value.isEmpty()) {
                fields.put(ours, value);
            }
        });
        return new Fields(fields);
    }
}
