package io.aftercall.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.analyze.CallAnalysis.Outcome;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.CallState;
import io.aftercall.embedded.Twins;
import io.aftercall.infra.line.Role;
import io.aftercall.ingest.Call;
import io.aftercall.simulator.ChatMessage;
import io.aftercall.simulator.HangUp;
import io.aftercall.simulator.Simulator;
import io.aftercall.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** All stages in one process on a real Kafka, Elasticsearch, S3 API and ffmpeg; PBX, models and chat are stood in for. */
class WholeLineIT {
    private static final Duration LONG = Duration.ofSeconds(120);

    @TempDir
    static Path home;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static Simulator simulator;
    private static Service service;

    @BeforeAll
    static void start() throws IOException {
        simulator = Simulator.start(SimulatorSettings.of(Path.of("../simulator/samples"), home.resolve("simulator")));
        service = Service.start(OnTwins.options(EnumSet.allOf(Role.class), home), OnTwins.surroundings(simulator));
    }

    @AfterAll
    static void stop() throws IOException {
        service.close();
        simulator.close();
    }

    @Test
    void takesEverySampleCallFromHangupToReminder() throws Exception {
        String run = run();
        int before = judged();
        List<HangUp> posted = simulator.hangUp(URI.create(service.url()), run);
        // Telephony systems repeat themselves; nothing may come of it.
        simulator.hangUp(URI.create(service.url()), run);

        Map<String, CallDocument> done = posted.stream()
                .map(each -> Call.keyOf(each.source(), each.callId()))
                .collect(Collectors.toMap(key -> key, key -> await(key, WholeLineIT::isThrough)));

        assertThat(posted).hasSizeGreaterThanOrEqualTo(12).allMatch(each -> each.status() == 202);
        assertThat(done.values())
                .allSatisfy(call -> assertThat(call.lastFailure()).isEmpty());
        long spoken = count(done, call -> call.analysis().outcome() == Outcome.JUDGED);
        assertThat(count(done, call -> call.analysis().outcome() == Outcome.NO_SPEECH))
                .isEqualTo(1);
        assertThat(judged() - before)
                .as("one paid request to the model for each call in which somebody spoke")
                .isEqualTo((int) spoken);
        assertThat(reminders(run))
                .as("one message a reminder")
                .doesNotHaveDuplicates()
                .hasSize((int) count(done, call -> call.analysis().needsFollowUp()));
        assertThat(done.values())
                .filteredOn(call -> call.analysis().outcome() == Outcome.JUDGED)
                .allSatisfy(call -> assertThat(call.transcript().utterances()).isNotEmpty());
    }

    @Test
    void postsWhatItRecommendedAtItsTime() throws Exception {
        long ticket = ThreadLocalRandom.current().nextLong(1_000_000, 1_000_000_000);
        String asked = "{\"presale_ticket_id\":%d,\"customer_id\":7%s}";
        String text = ",\"communication_content\":\"价格合适的话我们今天就签合同，请把合同发过来，编号%d\"".formatted(ticket);
        String api = "/api/v1/presale/ai/";
        send(api + "analyze-emotion", "application/json", asked.formatted(ticket, text));
        String advice = send(api + "recommend-follow-up", "application/json", asked.formatted(ticket, ""))
                .body();
        String content = JSON.readTree(advice).path("follow_up_content").asString();

        Awaitility.await().atMost(LONG).untilAsserted(() -> assertThat(simulator.chatMessages())
                .filteredOn(message ->
                        message.body().contains("presale-") && message.body().contains(content))
                .isNotEmpty());
        Awaitility.await().atMost(LONG).until(() -> get(api + "follow-up-reminders?status=completed&limit=100")
                .body()
                .contains("\"presale_ticket_id\":" + ticket));
    }

    @Test
    void findsACallByWhatWasSaid() throws Exception {
        String id = run() + "angry";
        post(id, simulator.pbxUrl() + "/recordings/ru-angry-01.wav");
        String key = Call.keyOf("generic", id);
        await(key, WholeLineIT::isThrough);

        Awaitility.await().atMost(LONG).until(() -> get("/api/v1/calls?q="
                        + URLEncoder.encode("плёнка на проёмах", UTF_8) + "&managerId=m-1")
                .body()
                .contains(key));
        assertThat(get("/calls/" + key).body()).contains("Окна Снегирь");
    }

    @Test
    void saysPlainlyWhyARecordingCannotBeUsedWhileOthersGoOn() throws Exception {
        String run = run();
        post(run + "missing", simulator.pbxUrl() + "/recordings/missing.wav");
        post(run + "short", simulator.pbxUrl() + "/recordings/44-bytes.wav");
        post(run + "html", simulator.pbxUrl() + "/recordings/not-audio.wav");
        post(run + "silent", simulator.pbxUrl() + "/recordings/silence.wav");

        assertThat(failure(run + "missing")).contains("recording of call generic-" + run + "missing: HTTP 404");
        assertThat(failure(run + "short"))
                .contains("generic-" + run + "short")
                .contains("44 bytes")
                .contains("no audio");
        assertThat(failure(run + "html")).contains("generic-" + run + "html");
        CallDocument silent = await("generic-" + run + "silent", WholeLineIT::isThrough);
        assertThat(silent.analysis().outcome()).isEqualTo(Outcome.NO_SPEECH);
        assertThat(get("/calls/generic-" + run + "short").body()).contains("44 bytes");
    }

    @Test
    void indexesACallNobodyAnswered() throws Exception {
        String id = run() + "unanswered";
        assertThat(send(
                                "/api/hangup_notify",
                                "application/x-www-form-urlencoded",
                                "callid=" + id + "&number=13800000000&bill=0&duration=9000&da=power+off")
                        .statusCode())
                .isEqualTo(202);

        CallDocument call = await("robot-" + id, WholeLineIT::isThrough);
        assertThat(call.analysis().outcome()).isEqualTo(Outcome.NOT_CONNECTED);
    }

    @Test
    void buriesARecordThatCannotBeReadAndGoesOn() throws Exception {
        String key = "generic-" + run() + "broken";
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Twins.kafka()), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("calls.recorded", key.getBytes(UTF_8), "{broken".getBytes(UTF_8)))
                    .get();
        }

        Awaitility.await().atMost(LONG).untilAsserted(() -> assertThat(dead("calls.recorded.dead"))
                .anySatisfy(record -> {
                    assertThat(record.key()).isEqualTo(key.getBytes(UTF_8));
                    assertThat(record.value()).isEqualTo("{broken".getBytes(UTF_8));
                    assertThat(new String(record.headers().lastHeader("reason").value(), UTF_8))
                            .isNotBlank();
                }));
    }

    @Test
    void keepsWhatEndedBadlyForAYear() throws Exception {
        List<ConfigResource> topics = Stream.of("calls.failed", "calls.recorded.dead", "calls.recorded")
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", Twins.kafka()))) {
            var configs = admin.describeConfigs(topics).all().get();

            assertThat(topics)
                    .extracting(topic -> Duration.ofMillis(Long.parseLong(
                                    configs.get(topic).get("retention.ms").value()))
                            .toDays())
                    .containsExactly(365L, 365L, 14L);
        }
    }

    @Test
    void tellsHowItsDependenciesAre() throws Exception {
        String health = get("/actuator/health").body();

        assertThat(health)
                .contains("\"status\":\"UP\"")
                .contains("kafka", "elasticsearch", "s3", "speech", "model", "chat");
        assertThat(get("/actuator/prometheus").body()).contains("jvm_memory_used_bytes");
        assertThat(get("/openapi").body())
                .contains("/webhook/new_call_recording", "/api/v1/calls/{callKey}")
                // The last main flow and a process row of the call-record API's longest example.
                .contains("e0b4bfc6-e87d-4e1f-af24-d44c10a5bd0a", "asrprogress_notify");
        assertThat(get("/docs").statusCode()).isBetween(200, 302);
    }

    @Test
    void answersErrorsInOneShape() throws Exception {
        assertThat(get("/nothing").statusCode()).isEqualTo(404);
        assertThat(get("/nothing").body()).isEqualTo("{\"detail\":\"there is nothing at /nothing\"}");
        assertThat(get("/webhook/new_call_recording").statusCode()).isEqualTo(405);
        assertThat(get("/webhook/new_call_recording").body()).startsWith("{\"detail\":");
        assertThat(get("/v1/nothing").body()).contains("\"code\":404", "\"message\":", "\"data\":null");
        assertThat(send("/v1/task/record", "application/json", "{}").body())
                .isEqualTo("{\"code\":405,\"status\":\"error\",\"message\":\"POST is not possible at /v1/task/record\","
                        + "\"data\":null}");
        assertThat(get("/api/v1/calls/generic-unknown").statusCode()).isEqualTo(404);
        assertThat(send(
                                "/webhook/new_call_recording",
                                "application/json",
                                "{\"call_id\":\"" + "x".repeat(2_000_000) + "\"}")
                        .statusCode())
                .isEqualTo(413);
    }

    private static String run() {
        return UUID.randomUUID().toString().substring(0, 8) + "-";
    }

    private static boolean isThrough(CallDocument call) {
        return call.analysis() != null
                && (!call.analysis().needsFollowUp()
                        || call.reachedAt(CallState.REMINDED).isPresent());
    }

    private static CallDocument await(String key, Predicate<CallDocument> rule) {
        CallIndex index = service.bean(CallIndex.class);
        return Awaitility.await(key)
                .atMost(LONG)
                .until(() -> index.find(key), found -> found.filter(rule).isPresent())
                .orElseThrow();
    }

    private static String failure(String callId) {
        return await("generic-" + callId, call -> call.lastFailure().isPresent())
                .lastFailure()
                .orElseThrow()
                .reason();
    }

    private static int judged() {
        return simulator.stats().paidByInput("/v1/chat/completions").values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private static long count(Map<String, CallDocument> calls, Predicate<CallDocument> rule) {
        return calls.values().stream().filter(rule).count();
    }

    private static List<String> reminders(String run) {
        return simulator.chatMessages().stream()
                .filter(message -> message.body().contains(run))
                .map(ChatMessage::headers)
                .map(headers -> headers.get("webhook-id"))
                .toList();
    }

    private static List<ConsumerRecord<byte[], byte[]>> dead(String topic) {
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", Twins.kafka()), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            consumer.poll(Duration.ofSeconds(2)).forEach(records::add);
            return records;
        }
    }

    private static void post(String callId, String recording) throws Exception {
        String body =
                "{\"call_id\":\"%s\",\"manager_id\":\"m-1\",\"recording_url\":\"%s\"}".formatted(callId, recording);
        assertThat(send("/webhook/new_call_recording", "application/json", body).statusCode())
                .isEqualTo(202);
    }

    private static HttpResponse<String> send(String path, String type, String body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(service.url() + path))
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(service.url() + path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
