package io.aftercall.simulator.pbx;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Zadarma: signed forms, times of Moscow; a recording's link is asked for at its signed interface. */
final class Zadarma implements TelephonySystem {
    private static final String KEY = "simulated-key";
    private static final String REQUEST = "/v1/pbx/record/request/";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.of("Europe/Moscow"));

    @Override
    public String name() {
        return "zadarma";
    }

    @Override
    public List<Post> posts(PlacedCall call) {
        String start = TIME.format(call.started());
        Map<String, String> ended = new LinkedHashMap<>();
        ended.put("event", call.outbound() ? "NOTIFY_OUT_END" : "NOTIFY_END");
        ended.put("call_start", start);
        ended.put("pbx_call_id", call.id());
        ended.put("caller_id", call.caller());
        ended.put(call.outbound() ? "destination" : "called_did", call.callee());
        ended.put("internal", call.call().agent());
        ended.put("duration", String.valueOf(call.talkedSeconds()));
        ended.put("disposition", "answered");
        ended.put("is_recorded", "1");
        Map<String, String> recorded = new LinkedHashMap<>();
        recorded.put("event", "NOTIFY_RECORD");
        recorded.put("pbx_call_id", call.id());
        recorded.put("call_id_with_rec", call.call().fileName());
        String who = call.outbound() ? call.call().agent() + call.callee() : call.caller() + call.callee();
        return List.of(
                signed(ended, who + start),
                signed(recorded, call.id() + call.call().fileName()));
    }

    private static Post signed(Map<String, String> fields, String text) {
        return Post.form("/webhook/zadarma", fields, Map.of("Signature", sign(text)));
    }

    private static String sign(String text) {
        return Signatures.base64(Signatures.hex(Signatures.hmacSha1(text)).getBytes(UTF_8));
    }

    @Override
    public Map<String, String> settings(String pbxUrl) {
        return Map.of(
                "aftercall.telephony.zadarma.key", KEY,
                "aftercall.telephony.zadarma.secret", SECRET,
                "aftercall.telephony.zadarma.api-url", pbxUrl);
    }

    @Override
    public Optional<Answer> answer(Asked asked) {
        if (!asked.path().equals(REQUEST)) {
            return Optional.empty();
        }
        String expected = KEY + ":" + sign(REQUEST + asked.query() + Signatures.digest("MD5", asked.query()));
        if (!asked.authorization().equals(expected)) {
            return Optional.of(Answer.json(401, "{\"status\":\"error\",\"message\":\"Not authorized\"}"));
        }
        String file = Arrays.stream(asked.query().split("&"))
                .filter(each -> each.startsWith("call_id="))
                .map(each -> URLDecoder.decode(each.substring("call_id=".length()), UTF_8))
                .findFirst()
                .orElse("");
        return Optional.of(Answer.json(
                200, "{\"status\":\"success\",\"link\":\"%s/recordings/%s\"}".formatted(asked.pbxUrl(), file)));
    }
}
