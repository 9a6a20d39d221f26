package io.aftercall.simulator.pbx;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
        if (!asked.path().equals("/vpbx/queries/recording/post")) {
            return Optional.empty();
        }
        String body = URLDecoder.decode(asked.body(), UTF_8);
        Matcher recording = RECORDING.matcher(body);
        boolean genuine = recording.find() && body.contains("sign=" + sign(json(body)));
        return Optional.of(
                genuine
                        ? Answer.elsewhere(asked.pbxUrl() + "/recordings/" + recording.group(1))
                        : Answer.json(401, "{\"code\":3102,\"message\":\"wrong sign\"}"));
    }

    private static String json(String body) {
        int from = body.indexOf("json=") + "json=".length();
        return body.substring(from, body.indexOf('}', from) + 1);
    }
}
