package io.aftercall.ingest.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.IngestSettings;
import io.aftercall.ingest.Telephony;
import io.aftercall.ingest.TransientFailure;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class HangupWebhookTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:15:31Z");
    private static final String FORM =
            "type=a&taskuuid=234cdcac&number=18810495721&numberid=1691&callid=d6a577d4-7180&calldatetime=2019-05-08%2019:02:58"
                    + "&cause=NORMAL_CLEARING&code=200&bill=31319&duration=60080&da=&calleridnumber=300708"
                    + "&recordfile=/mnt/smartivr/recordings/2019-05-08/18810495721.wav";

    private final List<CallHungUp> published = new ArrayList<>();
    private boolean kafkaAway;
    private final MockMvc http = http(null);

    private MockMvc http(String token) {
        return MockMvcBuilders.standaloneSetup(new HangupWebhook(
                        hungUp -> {
                            if (kafkaAway) {
                                throw TransientFailure.outage("Kafka did not take it", null);
                            }
                            published.add(hungUp);
                        },
                        settings(token),
                        Clock.fixed(NOW, ZoneOffset.UTC)))
                .build();
    }

    private static IngestSettings settings(String token) {
        return Telephony.ingest(token == null ? Map.of() : Map.of("webhook-token", token));
    }

    @Test
    void asksForTheTokenWhereThereIsOneAndIsOffWithoutOneBeyondThisMachine() throws Exception {
        http("s3cret")
                .perform(post("/api/hangup_notify")
                        .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                        .content(FORM))
                .andExpect(status().isUnauthorized());
        http("s3cret")
                .perform(post("/api/hangup_notify?token=wrong")
                        .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                        .content(FORM))
                .andExpect(status().isUnauthorized());
        assertThat(published).isEmpty();
        http("s3cret")
                .perform(post("/api/hangup_notify?token=s3cret")
                        .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                        .content(FORM))
                .andExpect(status().isAccepted());
        http("s3cret")
                .perform(post("/webhook/new_call_recording")
                        .header("Authorization", "Bearer s3cret")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"call_id\":\"1\",\"manager_id\":\"m\",\"recording_url\":\"http://h/r.wav\"}"))
                .andExpect(status().isAccepted());
        http.perform(post("/api/hangup_notify")
                        .with(request -> {
                            request.setLocalAddr("10.1.2.3");
                            return request;
                        })
                        .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                        .content(FORM))
                .andExpect(status().isNotFound())
                .andExpect(jsonPath("$.detail").value("this webhook is off here until AFTERCALL_WEBHOOK_TOKEN is set"));
    }

    @Test
    void acceptsThePlainNotificationOfTheDocument() throws Exception {
        json("""
                {"call_id":"123","manager_id":"m-42","recording_url":"https://storage.example.com/calls/123.mp3"}""")
                .andExpect(status().isAccepted())
                .andExpect(jsonPath("$.call_key").value("generic-123"));

        CallHungUp hungUp = published.getFirst();
        assertThat(hungUp.call().managerId()).isEqualTo("m-42");
        assertThat(hungUp.recording()).isEqualTo("https://storage.example.com/calls/123.mp3");
        assertThat(hungUp.receivedAt()).isEqualTo(NOW);
    }

    @Test
    void takesOurOptionalFields() throws Exception {
        json("""
                {"call_id":7,"manager_id":"m","recording_url":"http://h/r.wav","direction":"inbound","caller":"+1202","customer_id":"c-1",
                 "started_at":"2026-03-02T12:00:00+03:00","duration_ms":60080,"bill_ms":"31319","unknown":{"deep":[1]}}""").andExpect(status().isAccepted());

        Call call = published.getFirst().call();
        assertThat(call.callId()).isEqualTo("7");
        assertThat(call.direction()).isEqualTo(Call.Direction.INBOUND);
        assertThat(call.references().customerId()).isEqualTo("c-1");
        assertThat(call.timing().startedAt()).isEqualTo("2026-03-02T09:00:00Z");
        assertThat(call.timing().billMs()).isEqualTo(31_319);
    }

    @Test
    void givesARepeatedNotificationTheSameContentHashAndACorrectionAnother() throws Exception {
        String first = """
                {"call_id":"1","manager_id":"m","recording_url":"http://h/r.wav"}""";
        json(first);
        json(first);
        json(first.replace("r.wav", "s.wav"));

        assertThat(published.get(0).contentHash()).isEqualTo(published.get(1).contentHash());
        assertThat(published.get(2).contentHash()).isNotEqualTo(published.get(0).contentHash());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"manager_id\":\"m\",\"recording_url\":\"http://h/r\"}|field 'call_id' is missing",
                "{\"call_id\":\"  \",\"manager_id\":\"m\",\"recording_url\":\"http://h/r\"}|field 'call_id' is empty",
                "{\"call_id\":null,\"manager_id\":\"m\",\"recording_url\":\"http://h/r\"}|field 'call_id' is empty",
                "{\"call_id\":{\"a\":1},\"manager_id\":\"m\",\"recording_url\":\"http://h/r\"}|field 'call_id' must be text, not an object",
                "{\"call_id\":[\"1\"],\"manager_id\":\"m\",\"recording_url\":\"http://h/r\"}|field 'call_id' must be text, not a list",
                "{\"call_id\":true,\"manager_id\":\"m\",\"recording_url\":\"http://h/r\"}|field 'call_id' must be text, not boolean",
                "{\"call_id\":\"1\",\"recording_url\":\"http://h/r\"}|field 'manager_id' is missing",
                "{\"call_id\":\"1\",\"manager_id\":\"m\"}|field 'recording_url' is missing",
                "{\"call_id\":\"1\",\"manager_id\":\"m\",\"recording_url\":\"nowhere\"}|field 'recording_url' must be an http or https URL, not 'nowhere'",
                "{\"call_id\":\"1\",\"manager_id\":\"m\",\"recording_url\":\"file:///etc/passwd\"}|field 'recording_url' must be an http or https URL, not 'file:///etc/passwd'",
                "{\"call_id\":\"1\",\"manager_id\":\"m\",\"recording_url\":\"http://h/r\",\"started_at\":\"yesterday\"}|field 'started_at' must be an ISO-8601 time with offset, not 'yesterday'",
                "{\"call_id\":\"1\",\"manager_id\":\"m\",\"recording_url\":\"http://h/r\",\"bill_ms\":-5}|field 'bill_ms' must be a number of milliseconds, not '-5'",
                "{\"call_id\":\"a\\u0000b\",\"manager_id\":\"m\",\"recording_url\":\"http://h/r\"}|field 'call_id' contains control characters",
                "{\"call_id\":\"1\",\"manager_id\":\"m\",\"recording_url\":\"http://h/r\",\"ended_at\":\"1970-01-01T00:00:00Z\"}|field 'ended_at' must lie between 1971 and 2100",
                "{\"call_id\":\"1\",\"manager_id\":\"m\",\"recording_url\":\"http://h/r\",\"ended_at\":\"+99999-01-01T00:00:00Z\"}|field 'ended_at' must lie between 1971 and 2100",
                "[1]|not a JSON object",
                "null|not a JSON object",
                "\"text\"|not a JSON object",
                "{\"call_id\":|not a JSON object",
                "hello|not a JSON object",
            })
    void namesTheFieldAtFault(String body, String fault) throws Exception {
        json(body)
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.detail").value(Matchers.containsString(fault)));

        assertThat(published).isEmpty();
    }

    @Test
    void refusesAnEmptyBody() throws Exception {
        json("").andExpect(status().isBadRequest());
        assertThat(published).isEmpty();
    }

    @Test
    void refusesABodyOfTwoMegabytes() throws Exception {
        json("{\"call_id\":\"" + "x".repeat(2_000_000) + "\"}")
                .andExpect(status().is(413))
                .andExpect(jsonPath("$.detail").value("the body is larger than 1024 KB"));
        assertThat(published).isEmpty();
    }

    @Test
    void refusesWhatIsNotUtf8() throws Exception {
        http.perform(post("/webhook/new_call_recording")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"call_id\":\"зв\"}".getBytes("windows-1251")))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.detail").value("the body is not UTF-8"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/xml", "text/plain", "multipart/form-data", "nonsense", "*/*", "application/*"})
    void refusesUnknownContentTypes(String type) throws Exception {
        http.perform(post("/webhook/new_call_recording")
                        .header("Content-Type", type)
                        .content("{}"))
                .andExpect(status().is(415))
                .andExpect(jsonPath("$.detail").isNotEmpty());
        assertThat(published).isEmpty();
    }

    @Test
    void refusesABodyThatDoesNotSayWhatItIs() throws Exception {
        http.perform(post("/webhook/new_call_recording").content("{}")).andExpect(status().is(415));
        assertThat(published).isEmpty();
    }

    @Test
    void asksToComeBackWhileKafkaIsAway() throws Exception {
        kafkaAway = true;

        json("""
                {"call_id":"1","manager_id":"m","recording_url":"http://h/r.wav"}""")
                .andExpect(status().isServiceUnavailable())
                .andExpect(header().string("Retry-After", "5"))
                .andExpect(jsonPath("$.detail").value("not safe yet, send it again: Kafka did not take it"));
    }

    @Test
    void readsTheRobotPlatformsForm() throws Exception {
        robot(MediaType.APPLICATION_FORM_URLENCODED, FORM)
                .andExpect(status().isAccepted())
                .andExpect(jsonPath("$.call_key").value("robot-d6a577d4-7180"));

        CallHungUp hungUp = published.getFirst();
        Call call = hungUp.call();
        assertThat(call.callee()).isEqualTo("18810495721");
        assertThat(call.references().taskId()).isEqualTo("234cdcac");
        assertThat(call.timing().startedAt()).isEqualTo("2019-05-08T11:02:58Z");
        assertThat(call.timing().endedAt()).isEqualTo("2019-05-08T11:03:58.080Z");
        assertThat(call.timing().answeredAt()).isEqualTo("2019-05-08T11:03:26.761Z");
        assertThat(hungUp.recording()).isEqualTo("/mnt/smartivr/recordings/2019-05-08/18810495721.wav");
    }

    @Test
    void readsTheRobotPlatformsJsonAsWell() throws Exception {
        robot(MediaType.APPLICATION_JSON, """
                {"callid":"c-1","number":18810495721,"bill":0,"duration":13339,"da":"busy now"}""").andExpect(status().isAccepted());

        assertThat(published.getFirst().call().notConnected()).isTrue();
        assertThat(published.getFirst().recording()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "callid=|field 'callid' is missing",
                "bill=abc|field 'bill' must be a number of milliseconds, not 'abc'",
                "calldatetime=08.05.2019|field 'calldatetime' must look like 2019-05-08 19:02:58, not '08.05.2019'",
            })
    void namesTheFieldAtFaultOfAForm(String wrong, String fault) throws Exception {
        String name = wrong.substring(0, wrong.indexOf('='));
        String body = wrong.endsWith("=")
                ? FORM.replaceAll("&" + name + "=[^&]*", "")
                : FORM.replaceAll("(?<=&)" + name + "=[^&]*", wrong);

        robot(MediaType.APPLICATION_FORM_URLENCODED, body)
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.detail").value(fault));
    }

    @Test
    void refusesAFormThatCannotBeDecoded() throws Exception {
        robot(MediaType.APPLICATION_FORM_URLENCODED, "callid=%zz").andExpect(status().isBadRequest());
    }

    private ResultActions json(String body) throws Exception {
        return http.perform(post("/webhook/new_call_recording")
                .contentType(MediaType.APPLICATION_JSON)
                .content(body.getBytes(StandardCharsets.UTF_8)));
    }

    private ResultActions robot(MediaType type, String body) throws Exception {
        return http.perform(post("/api/hangup_notify").contentType(type).content(body));
    }
}
