package io.aftercall.simulator.pbx;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** mod_json_cdr as it comes out of the box: a record for each leg, in a form, every value percent-encoded, one key twice. */
final class FreeSwitch implements TelephonySystem {
    private static final String FOLDER = "/var/lib/freeswitch/recordings/";

    @Override
    public String name() {
        return "freeswitch";
    }

    @Override
    public List<Post> posts(PlacedCall call) {
        String other = call.id() + "-b";
        return List.of(leg(call, call.id(), other, "inbound"), leg(call, other, call.id(), "outbound"));
    }

    private static Post leg(PlacedCall call, String uuid, String bridge, String direction) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("direction", direction);
        variables.put("uuid", uuid);
        variables.put("bridge_uuid", bridge);
        variables.put("sip_from_user", call.caller());
        variables.put("sip_to_user", call.callee());
        variables.put("accountcode", call.call().agent());
        variables.put("aftercall_recording", FOLDER + call.call().fileName());
        variables.put("sip_hangup_disposition", direction.equals("inbound") ? "recv_bye" : "send_bye");
        variables.put("hangup_cause", "NORMAL_CLEARING");
        variables.put("hangup_cause_q850", "16");
        variables.put("start_uepoch", micros(call.started()));
        variables.put("answer_uepoch", micros(call.answered()));
        variables.put("end_uepoch", micros(call.end()));
        variables.put("duration", String.valueOf(call.durationMillis() / 1000));
        variables.put("billsec", String.valueOf(call.talkedSeconds()));
        variables.put("mduration", String.valueOf(call.durationMillis()));
        variables.put("billmsec", String.valueOf(call.talkedMillis()));
        String json = variables.entrySet().stream()
                .map(each -> "\"%s\":\"%s\"".formatted(each.getKey(), URLEncoder.encode(each.getValue(), UTF_8)))
                .collect(Collectors.joining(
                        ",",
                        "{\"core-uuid\":\"feef0b51\",\"channel_data\":{\"state\":\"CS_REPORTING\"},\"variables\":{",
                        "},\"callflow\":{\"dialplan\":\"XML\"},\"callflow\":{\"dialplan\":\"XML\"}}"));
        return Post.form(
                "/webhook/freeswitch?uuid=" + URLEncoder.encode(uuid, UTF_8),
                Map.of("cdr", json),
                Map.of("Authorization", Signatures.basic("aftercall")));
    }

    private static String micros(Instant time) {
        return String.valueOf(time.toEpochMilli() * 1000);
    }

    @Override
    public Map<String, String> settings(String pbxUrl) {
        return Map.of(
                "aftercall.telephony.freeswitch.password",
                SECRET,
                "aftercall.telephony.freeswitch.recording-url",
                pbxUrl + "/recordings");
    }
}
