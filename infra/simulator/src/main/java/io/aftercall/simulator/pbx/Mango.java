package io.aftercall.simulator.pbx;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Mango Office: signed forms; a recording is asked for in the same way and answered with a link elsewhere. */
final class Mango implements TelephonySystem {
    private static final String KEY = "simulated-key";
    private static final Pattern RECORDING = Pattern.compile("\"recording_id\":\"([^\"]+)\"");
    private static final int CALLER_HUNG_UP = 1110;

    @Override
    public String name() {
        return "mango";
    }

    @Override
    public List<Post> posts(PlacedCall call) {
        String agent = "{\"extension\":\"%s\"}".formatted(call.call().agent());
        String from = call.outbound() ? agent : "{\"number\":\"%s\"}".formatted(call.caller());
        String to = call.outbound() ? "{\"number\":\"%s\"}".formatted(call.callee()) : agent;
        String summary = """
                {"entry_id":"%s","call_direction":%d,"from":%s,"to":%s,"create_time":%d,"forward_time":%d,"talk_time":%d,"end_time":%d,\
                "entry_result":1,"disconnect_reason":%d}""".formatted(
                        call.id(),
                        call.outbound() ? 2 : 1,
                        from,
                        to,
                        call.started().getEpochSecond(),
                        call.started().getEpochSecond(),
                        call.answered().getEpochSecond(),
                        call.end().getEpochSecond(),
                        CALLER_HUNG_UP);
        String added = "{\"entry_id\":\"%s\",\"recording_id\":\"%s\",\"timestamp\":%d}"
                .formatted(call.id(), call.call().fileName(), call.end().getEpochSecond());
        return List.of(
                signed("/webhook/mango/events/summary", summary), signed("/webhook/mango/events/record/added", added));
    }

    private static Post signed(String path, String json) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("vpbx_api_key", KEY);
        fields.put("sign", sign(json));
        fields.put("json", json);
        return Post.form(path, fields, Map.of());
    }

    private static String sign(String json) {
        return Signatures.digest("SHA-256", KEY + json + SECRET);
    }

    @Override
    public Map<String, String> settings(String pbxUrl) {
        return Map.of(
                "aftercall.telephony.mango.api-key", KEY,
                "aftercall.telephony.mango.salt", SECRET,
                "aftercall.telephony.mango.api-url", pbxUrl);
    }

    @Override
    public Optional<Answer> answer(Asked asked) {
        if (!asked.path().startsWith("/vpbx/")) {
            return Optional.empty();
        }
        String body = URLDecoder.decode(asked.body(), UTF_8);
        if (!body.contains("sign=" + sign(json(body)))) {
            return Optional.of(Answer.json(401, "{\"code\":3102,\"message\":\"wrong sign\"}"));
        }
        Matcher recording = RECORDING.matcher(body);
        return switch (asked.path()) {
            case "/vpbx/queries/recording/post" ->
                recording.find()
                        ? Optional.of(Answer.elsewhere(asked.pbxUrl() + "/recordings/" + recording.group(1)))
                        : Optional.of(Answer.json(400, "{\"code\":3103,\"message\":\"no recording_id\"}"));
            case "/vpbx/stats/request" -> Optional.of(Answer.json(200, "{\"key\":\"simulated\"}"));
            case "/vpbx/stats/result" ->
                Optional.of(Answer.json(
                        200, asked.placed().stream().map(Mango::listed).collect(Collectors.joining("\n"))));
            default -> Optional.empty();
        };
    }

    /** records, start, finish, answer, from_extension, from_number, to_extension, to_number, disconnect_reason, entry_id. */
    private static String listed(PlacedCall call) {
        String agent = call.call().agent();
        return "[%s];%d;%d;%d;%s;%s;%s;%s;%d;%s"
                .formatted(
                        call.call().fileName(),
                        call.started().getEpochSecond(),
                        call.end().getEpochSecond(),
                        call.answered().getEpochSecond(),
                        call.outbound() ? agent : "",
                        call.outbound() ? "" : call.caller(),
                        call.outbound() ? "" : agent,
                        call.outbound() ? call.callee() : "",
                        CALLER_HUNG_UP,
                        call.id());
    }

    private static String json(String body) {
        int from = body.indexOf("json=") + "json=".length();
        return body.substring(from, body.indexOf('}', from) + 1);
    }
}
