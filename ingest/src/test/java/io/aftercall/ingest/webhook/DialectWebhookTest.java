package io.aftercall.ingest.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.IngestSettings;
import io.aftercall.ingest.Seal;
import io.aftercall.ingest.Telephony;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hamcrest.Matchers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** The telephony systems' own payloads, as their documents or sources show them. */
class DialectWebhookTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:15:31Z");
    private static final String PUBLIC = "https://calls.example.com";
    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString("aftercall:pw".getBytes(StandardCharsets.UTF_8));
    static final Map<String, String> ON = Map.of(
            "public-url", PUBLIC,
            "twilio.auth-token", "12345",
            "freeswitch.password", "pw",
            "asterisk.token", "t0ken",
            "mango.api-key", "key",
            "mango.salt", "salt",
            "zadarma.secret", "secret",
            "tccc.password", "pw");
    private static final String CDR = """
            {"core-uuid":"feef0b51","channel_data":{"state":"CS_REPORTING","direction":"inbound"},
             "variables":{"direction":"inbound","uuid":"86cfd6e2-dbda","sip_from_user":"1001","sip_to_user":"%2B12025550100",
              "bridge_uuid":"402f0929-aaaa","hangup_cause":"NORMAL_CLEARING","aftercall_customer_id":"c-9",
              "aftercall_recording":"/var/lib/freeswitch/recordings/86cf.wav",
              "start_uepoch":"1396984221278217","answer_uepoch":"1396984227717006","end_uepoch":"1396984242257026",
              "duration":"21","billsec":"15","mduration":"20979","billmsec":"14540"},
             "callflow":{"times":{}},"callflow":{"second":"occurrence"}}""";

    private final List<CallHungUp> published = new ArrayList<>();

    private MockMvc http(Map<String, String> telephony) {
        IngestSettings ingest = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("aftercall.ingest", IngestSettings.class);
        return MockMvcBuilders.standaloneSetup(new DialectWebhook(
                        published::add, ingest, Telephony.with(telephony), Clock.fixed(NOW, ZoneOffset.UTC)))
                .build();
    }

    private ResultActions send(MockHttpServletRequestBuilder request) throws Exception {
        return http(ON).perform(request);
    }

    @ParameterizedTest
    @CsvSource({"ringing,0", "in-progress,0", "busy,1", "no-answer,1", "canceled,1", "failed,1"})
    void takesTwiliosFinalStatesOnlyAndKnowsWhichAreUnanswered(String state, int facts) throws Exception {
        send(twilio("/webhook/twilio/status", "", Map.of("CallSid", "CA1", "CallStatus", state)))
                .andExpect(status().isOk());

        assertThat(published).hasSize(facts);
        assertThat(published).allMatch(fact -> fact.call().notConnected());
    }

    @Test
    void signsAsZadarmaDoes() {
        assertThat(Seal.base64OfHex(Seal.hmacSha1("secret", "pbx1rec1")))
                .isEqualTo("MDY4MWQ1M2FmNmU4NGRjZDA1YzkzNTVmZjczMjFhNTkwODg0MDk5OQ==");
    }

    /** The vector of Twilio's own library. */
    @Test
    void signsAsTwilioDoes() {
        Map<String, String> fields = new TreeMap<>(Map.of(
                "CallSid", "CA1234567890ABCDE",
                "Caller", "+14158675309",
                "Digits", "1234",
                "From", "+14158675309",
                "To", "+18005551212"));
        StringBuilder text = new StringBuilder("https://mycompany.com/myapp.php?foo=1&bar=2");
        fields.forEach((name, value) -> text.append(name).append(value));

        assertThat(Seal.base64(Seal.hmacSha1("12345", text.toString()))).isEqualTo("RSOYDt4T1cUTdK1PDd93/VVr8B8=");
    }

    @Test
    void keepsTwiliosPasswordFromOtherHosts() throws Exception {
        send(twilio(
                        "/webhook/twilio/recording",
                        "",
                        Map.of(
                                "CallSid",
                                "CA1",
                                "RecordingStatus",
                                "completed",
                                "RecordingUrl",
                                "https://evil.example/RE1")))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.detail")
                        .value("field 'RecordingUrl' must be at api.twilio.com, not at evil.example"));
    }

    @Test
    void takesBothLegsOfFreeSwitchForOneCall() throws Exception {
        String other = CDR.replace("86cfd6e2-dbda", "x")
                .replace("402f0929-aaaa", "86cfd6e2-dbda")
                .replace("\"x\"", "\"402f0929-aaaa\"");
        send(post("/webhook/freeswitch").header("Authorization", BASIC).content(CDR))
                .andExpect(status().isOk());
        send(post("/webhook/freeswitch").header("Authorization", BASIC).content(other))
                .andExpect(status().isOk());

        assertThat(published).extracting(fact -> fact.call().key()).containsOnly("freeswitch-402f0929-aaaa");
    }

    @Test
    void givesZadarmaItsEcho() throws Exception {
        send(get("/webhook/zadarma").param("zd_echo", "abc123"))
                .andExpect(content().string("abc123"));
        send(get("/webhook/zadarma").param("zd_echo", "<script>")).andExpect(status().isBadRequest());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"twilio/status", "freeswitch", "asterisk", "mango/events/summary", "zadarma", "tccc?action=cdr"})
    void believesNobodyWithoutTheSecret(String path) throws Exception {
        send(post("/webhook/" + path).content("{}"))
                .andExpect(status().isUnauthorized())
                .andExpect(jsonPath("$.detail").value(Matchers.startsWith("this was not signed with the secret in")));
        send(post("/webhook/" + path)
                        .header("Authorization", "Basic eDp5")
                        .header("Signature", "x")
                        .content("{}"))
                .andExpect(status().isUnauthorized());
        http(Map.of())
                .perform(post("/webhook/" + path).content("{}"))
                .andExpect(status().isNotFound())
                .andExpect(jsonPath("$.detail").value(Matchers.endsWith("is set")));
        assertThat(published).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{",
                "\u0000",
                "{\"variables\":7}",
                "{\"variables\":{}}",
                "cdr=%%%",
                "{\"variables\":{\"uuid\":\"u\",\"start_uepoch\":\"-1\"}}",
                "{\"variables\":{\"uuid\":\"u\",\"billmsec\":\"soon\"}}",
                "{\"variables\":{\"uuid\":\"u\",\"end_uepoch\":\"99999999999999999\"}}"
            })
    void refusesWhatItCannotUnderstandInWords(String body) throws Exception {
        send(post("/webhook/freeswitch").header("Authorization", BASIC).content(body))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.detail").isNotEmpty());
        assertThat(published).isEmpty();
    }

    /** What no field of a call can be, or can only just be. */
    private static final List<@Nullable Object> ODD = Arrays.asList(
            null,
            "",
            "   ",
            "-1",
            "1.5",
            "NaN",
            "99999999999999999999999",
            "\u0000",
            "<script>",
            "1970-01-01 00:00:00",
            "2999-12-31 23:59:59",
            "x".repeat(5_000),
            "данные 数据 😀",
            List.of("a"),
            Map.of("a", 1),
            true,
            -5);

    @ParameterizedTest
    @ValueSource(strings = {"twilio", "twilio-recording", "freeswitch", "asterisk", "mango", "zadarma", "tccc"})
    void answersEveryOddFieldInWordsAndNeverFails(String system) throws Exception {
        MockMvc mvc = http(ON);
        Map<String, Object> whole = fields(system);
        mvc.perform(request(system, whole)).andExpect(status().isOk());
        assertThat(published).as("as it should be").hasSize(1);
        for (String field : whole.keySet()) {
            for (Object odd : ODD) {
                Map<String, Object> changed = new LinkedHashMap<>(whole);
                changed.put(field, odd);
                int answered = mvc.perform(request(system, changed))
                        .andReturn()
                        .getResponse()
                        .getStatus();
                assertThat(answered).as("%s %s=%s", system, field, odd).isIn(200, 400);
            }
            Map<String, Object> less = new LinkedHashMap<>(whole);
            less.remove(field);
            assertThat(mvc.perform(request(system, less))
                            .andReturn()
                            .getResponse()
                            .getStatus())
                    .as("%s without %s", system, field)
                    .isIn(200, 400);
        }
        assertThat(published).allSatisfy(fact -> {
            Call.Timing timing = fact.call().timing();
            assertThat(Stream.of(timing.durationMs(), timing.billMs()).filter(Objects::nonNull))
                    .allMatch(ms -> ms >= 0);
            assertThat(Stream.of(timing.startedAt(), timing.answeredAt(), timing.endedAt())
                            .filter(Objects::nonNull))
                    .allMatch(at -> at.isAfter(Instant.parse("1970-12-31T00:00:00Z"))
                            && at.isBefore(Instant.parse("2100-01-02T00:00:00Z")));
        });
    }

    private static Map<String, Object> fields(String system) {
        Map<String, Object> fields = new LinkedHashMap<>();
        String pairs =
                switch (system) {
                    case "twilio" ->
                        "CallSid=CA1&From=+12025550100&To=+12025550111&CallStatus=completed&Direction=inbound&CallDuration=42"
                                + "&Timestamp=Mon, 04 May 2026 10:11:12 +0000";
                    case "twilio-recording" ->
                        "CallSid=CA1&RecordingStatus=completed&RecordingUrl=https://api.twilio.com/RE1";
                    case "freeswitch" ->
                        "uuid=u1&bridge_uuid=u2&sip_from_user=1001&sip_to_user=%2B12025550100&accountcode=a&hangup_cause=b"
                                + "&direction=inbound&sip_hangup_disposition=recv_bye&start_uepoch=1396984221278217"
                                + "&answer_uepoch=1396984227717006&end_uepoch=1396984242257026&mduration=20979&billmsec=14540"
                                + "&aftercall_recording=/var/lib/freeswitch/recordings/a.wav&aftercall_customer_id=c";
                    case "asterisk" ->
                        "UniqueID=1.1&Source=101&Destination=+78005550100&StartTime=2026-05-04 10:00:00"
                                + "&AnswerTime=2026-05-04 10:00:05&EndTime=2026-05-04 10:01:00&Duration=60&BillableSeconds=55"
                                + "&Disposition=ANSWERED&AccountCode=m&Recording=/var/spool/asterisk/monitor/a.wav";
                    case "mango" ->
                        "entry_id=e1&call_direction=1&create_time=1700000000&talk_time=1700000005&end_time=1700000030"
                                + "&disconnect_reason=1110";
                    case "zadarma" ->
                        "event=NOTIFY_END&call_start=2026-05-04 10:11:12&pbx_call_id=in_1&caller_id=74951112233"
                                + "&called_did=78005550100&internal=100&duration=25&disposition=answered";
                    default ->
                        "SessionId=s1&Caller=+8618800000000&Callee=0101&Direction=0&Duration=20&StartTimestamp=1608130600"
                                + "&AcceptTimestamp=1608130610&EndedTimestamp=1608130630&HungUpSide=user&EndStatusString=ok";
                };
        for (String pair : pairs.split("&")) {
            fields.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return fields;
    }

    /** Signed as it is, odd or not. */
    private static MockHttpServletRequestBuilder request(String system, Map<String, Object> fields) {
        Map<String, String> form = new LinkedHashMap<>();
        fields.forEach((name, value) -> form.put(name, String.valueOf(value)));
        String json = new String(CallJson.write(fields), StandardCharsets.UTF_8);
        return switch (system) {
            case "twilio" -> twilio("/webhook/twilio/status", "", form);
            case "twilio-recording" -> twilio("/webhook/twilio/recording", "", form);
            case "freeswitch" ->
                post("/webhook/freeswitch")
                        .header("Authorization", BASIC)
                        .content("{\"variables\":%s}".formatted(json));
            case "asterisk" ->
                post("/webhook/asterisk")
                        .header("Authorization", "Bearer t0ken")
                        .content(json);
            case "mango" -> mango("events/summary", json);
            case "zadarma" ->
                post("/webhook/zadarma")
                        .header(
                                "Signature",
                                Seal.base64OfHex(Seal.hmacSha1(
                                        "secret",
                                        "NOTIFY_RECORD".equals(form.get("event"))
                                                ? ""
                                                : form.getOrDefault("caller_id", "")
                                                        + form.getOrDefault("called_did", "")
                                                        + form.getOrDefault("call_start", ""))))
                        .contentType("application/x-www-form-urlencoded")
                        .content(form(form));
            default ->
                post("/webhook/tccc?action=cdr").header("Authorization", BASIC).content(json);
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"twilio/status", "freeswitch", "asterisk", "mango/events/summary", "zadarma", "tccc?action=cdr"})
    void refusesBodiesThatAreTooLargeOrInAnotherCharacterSet(String path) throws Exception {
        int large = http(ON).perform(
                        post("/webhook/" + path).header("Authorization", BASIC).content(new byte[2 << 20]))
                .andReturn()
                .getResponse()
                .getStatus();
        int gbk = http(ON).perform(post("/webhook/" + path)
                        .header("Authorization", path.equals("asterisk") ? "Bearer t0ken" : BASIC)
                        .content("{\"UniqueID\":\"张三\"}".getBytes(Charset.forName("GBK"))))
                .andReturn()
                .getResponse()
                .getStatus();

        assertThat(large).isEqualTo(413);
        assertThat(gbk).isIn(400, 401);
        assertThat(published).isEmpty();
    }

    private static MockHttpServletRequestBuilder twilio(String path, String query, Map<String, String> fields) {
        StringBuilder signed = new StringBuilder(PUBLIC + path + query);
        new TreeMap<>(fields).forEach((name, value) -> signed.append(name).append(value));
        return post(path + query)
                .header("X-Twilio-Signature", Seal.base64(Seal.hmacSha1("12345", signed.toString())))
                .contentType("application/x-www-form-urlencoded")
                .content(form(fields));
    }

    private static MockHttpServletRequestBuilder mango(String path, String json) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("vpbx_api_key", "key");
        fields.put("sign", Seal.sha256("key" + json + "salt"));
        fields.put("json", json);
        return post("/webhook/mango/" + path)
                .contentType("application/x-www-form-urlencoded")
                .content(form(fields));
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
