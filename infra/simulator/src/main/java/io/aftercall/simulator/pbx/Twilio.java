package io.aftercall.simulator.pbx;

import java.net.URI;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** StatusCallback and RecordingStatusCallback, signed; recordings only with the account's password. */
final class Twilio implements TelephonySystem {
    private static final String ACCOUNT = "ACsimulated";
    private static final String ROOT = "/2010-04-01/Accounts/" + ACCOUNT + "/";
    private static final String RECORDINGS = ROOT + "Recordings/";
    private static final DateTimeFormatter TIME = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    @Override
    public String name() {
        return "twilio";
    }

    @Override
    public List<Post> posts(PlacedCall call) {
        Map<String, String> ended = new TreeMap<>();
        ended.put("AccountSid", ACCOUNT);
        ended.put("CallSid", call.id());
        ended.put("From", call.caller());
        ended.put("To", call.callee());
        ended.put("CallStatus", "completed");
        ended.put("Direction", call.outbound() ? "outbound-api" : "inbound");
        ended.put("CallDuration", String.valueOf(call.talkedSeconds()));
        ended.put("Timestamp", TIME.format(call.end()));
        Map<String, String> recorded = new TreeMap<>();
        recorded.put("AccountSid", ACCOUNT);
        recorded.put("CallSid", call.id());
        recorded.put("RecordingSid", "RE" + call.number());
        recorded.put("RecordingStatus", "completed");
        recorded.put("RecordingChannels", "2");
        recorded.put("RecordingDuration", String.valueOf(call.talkedSeconds()));
        recorded.put("RecordingUrl", call.pbxUrl() + RECORDINGS + call.call().fileName());
        String query =
                Signatures.form(new TreeMap<>(Map.of("manager_id", call.call().agent())));
        return List.of(signed("/webhook/twilio/status?" + query, ended), signed("/webhook/twilio/recording", recorded));
    }

    private static Post signed(String path, Map<String, String> fields) {
        return new Post(path, Post.FORM, Signatures.form(fields), new Signature(fields));
    }

    /** Over the address and the sorted fields. */
    private record Signature(Map<String, String> fields) implements Post.Headers {
        @Override
        public Map<String, String> to(String url) {
            StringBuilder text = new StringBuilder(url);
            fields.forEach((name, value) -> text.append(name).append(value));
            return Map.of("X-Twilio-Signature", Signatures.base64(Signatures.hmacSha1(text.toString())));
        }
    }

    @Override
    public Map<String, String> settings(String pbxUrl) {
        return Map.of(
                "aftercall.telephony.twilio.account-sid", ACCOUNT,
                "aftercall.telephony.twilio.auth-token", SECRET,
                "aftercall.telephony.twilio.api-url", pbxUrl,
                "aftercall.telephony.twilio.recording-host", URI.create(pbxUrl).getAuthority());
    }

    @Override
    public Optional<Answer> answer(Asked asked) {
        if (!asked.path().startsWith(ROOT)) {
            return Optional.empty();
        }
        if (!asked.authorization().equals(Signatures.basic(ACCOUNT))) {
            return Optional.of(Answer.json(401, "{\"code\":20003,\"message\":\"Authenticate\"}"));
        }
        if (asked.path().startsWith(RECORDINGS)) {
            return Optional.of(Answer.recording(asked.path().substring(RECORDINGS.length())));
        }
        if (asked.path().equals(ROOT + "Calls.json")) {
            return Optional.of(Answer.json(
                    200,
                    asked.placed().stream()
                            .map(Twilio::listed)
                            .collect(Collectors.joining(",", "{\"calls\":[", "],\"next_page_uri\":null}"))));
        }
        return asked.placed().stream()
                .filter(call -> asked.path().equals(ROOT + "Calls/" + call.id() + "/Recordings.json"))
                .map(call -> Answer.json(
                        200,
                        "{\"recordings\":[{\"sid\":\"%s\",\"status\":\"completed\"}]}"
                                .formatted(call.call().fileName())))
                .findFirst();
    }

    private static String listed(PlacedCall call) {
        return """
                {"sid":"%s","from":"%s","to":"%s","direction":"%s","status":"completed","duration":"%d","start_time":"%s","end_time":"%s"}""".formatted(
                        call.id(),
                        call.caller(),
                        call.callee(),
                        call.outbound() ? "outbound-api" : "inbound",
                        call.talkedSeconds(),
                        TIME.format(call.started()),
                        TIME.format(call.end()));
    }
}
