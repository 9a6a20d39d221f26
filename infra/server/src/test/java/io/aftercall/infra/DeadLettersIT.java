package io.aftercall.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.embedded.Twins;
import io.aftercall.infra.line.Role;
import io.aftercall.ingest.CallFailed;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.FailedCalls;
import io.aftercall.ingest.RecordedCalls;
import io.aftercall.simulator.Simulator;
import io.aftercall.simulator.SimulatorSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Dead letters of the whole line on real parts: found over HTTP, mended, replayed, gone. */
class DeadLettersIT {
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final Path SAMPLES = Path.of("../simulator/samples");

    @TempDir
    static Path home;

    private static final Map<String, byte[]> RECORDINGS = new ConcurrentHashMap<>();
    private static HttpServer recordings;
    private static Simulator simulator;
    private static Service service;
    private static Http http;

    private final String callId = "dead-" + UUID.randomUUID().toString().substring(0, 8);
    private final String key = "generic-" + callId;

    @BeforeAll
    static void start() throws Exception {
        recordings = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        recordings.createContext("/", exchange -> {
            byte[] body = RECORDINGS.get(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
            if (body != null) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        recordings.start();
        simulator = Simulator.start(SimulatorSettings.of(SAMPLES, home.resolve("simulator")));
        service = Service.start(OnTwins.options(EnumSet.allOf(Role.class), home), OnTwins.surroundings(simulator));
        http = new Http(service.url());
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
        simulator.close();
        recordings.stop(0);
    }

    @Test
    void fetchesAMendedRecordingAgainWhenACallThatFailedAtItsSpeechIsReplayedFromRecord() throws Exception {
        RECORDINGS.put("/" + callId + ".wav", "no sound at all".getBytes(UTF_8));
        http.hangUp(callId, host() + "/" + callId + ".wav");
        JsonNode letter = awaitLetter("transcribe");
        assertThat(letter.at("/reason").asString()).contains(key);
        String id = letter.at("/id").asString();
        JsonNode shown = http.get("/api/v1/dead/" + id).json();
        assertThat(shown.at("/topic").asString()).isEqualTo("calls.recorded");
        assertThat(shown.at("/event").asString()).contains("\"callId\":\"" + callId + "\"");
        assertThat(http.post("/api/v1/dead/" + id + "/replay?stage=analyze").json())
                .as("what it would need is not there")
                .isEqualTo(json("{\"detail\":\"call %s has no transcript yet, which analyze needs; replay it from"
                                .formatted(key)
                        + " --stage=transcribe\"}"));
        assertThat(http.postJson("/api/v1/dead/" + id + "/replay", "{\"stage\":\"record\"}")
                        .json()
                        .at("/detail")
                        .asString())
                .contains("goes into the address");

        RECORDINGS.put("/" + callId + ".wav", Files.readAllBytes(SAMPLES.resolve("ru-angry-01.wav")));
        JsonNode sent = http.post("/api/v1/dead/" + id + "/replay?stage=record").json();

        assertThat(sent.at("/to").asString()).isEqualTo("calls.hungup");
        CallDocument mended = await(call -> call.analysis() != null);
        assertThat(mended.lastFailure()).isEmpty();
        assertThat(letters()).noneMatch(this::isOurs);
        assertThat(http.get("/api/v1/calls/" + key).body()).doesNotContain("failed");
    }

    @Test
    void listsAReplayThatFailsAgainAsANewLetterUntilItIsMended() throws Exception {
        RECORDINGS.put("/" + callId + ".wav", "no sound at all".getBytes(UTF_8));
        http.hangUp(callId, host() + "/" + callId + ".wav");
        String first = awaitLetter("transcribe").at("/id").asString();

        assertThat(http.post("/api/v1/dead/" + first + "/replay")
                        .json()
                        .at("/to")
                        .asString())
                .isEqualTo("calls.recorded");
        String second = Awaitility.await()
                .atMost(LONG)
                .until(
                        () -> letters().stream()
                                .filter(this::isOurs)
                                .map(each -> each.at("/id").asString())
                                .toList(),
                        ids -> ids.size() == 1 && !ids.contains(first))
                .getFirst();

        // The recording in the folder is mended, so that the failed event itself is good again.
        CallFolder folder = service.bean(CallFolder.class);
        String name =
                new RecordedCalls(folder).stored(key).orElseThrow().recording().name();
        folder.store(key, name, SAMPLES.resolve("ru-angry-01.wav"), "audio/wav");
        JsonNode all = http.post("/api/v1/dead/replay?stage=transcribe").json();

        assertThat(all.at("/sent").findValuesAsString("id")).contains(second);
        assertThat(await(call -> call.analysis() != null).lastFailure()).isEmpty();
        assertThat(letters()).noneMatch(this::isOurs);
    }

    @Test
    void listsNoFailureThatALaterSuccessHasOvercome() throws Exception {
        http.hangUp(callId, host() + "/" + callId + ".wav");
        assertThat(awaitLetter("record").at("/reason").asString()).contains("HTTP 404");

        RECORDINGS.put("/" + callId + "-b.wav", Files.readAllBytes(SAMPLES.resolve("ru-angry-01.wav")));
        http.hangUp(callId, host() + "/" + callId + "-b.wav");

        await(call -> call.analysis() != null);
        assertThat(letters()).noneMatch(this::isOurs);
    }

    @Test
    void sendsARecordThatCannotBeReadAgainByteForByte() throws Exception {
        byte[] broken = {'{', (byte) 0xff, 0, 'x'};
        publish("calls.recorded", broken);
        JsonNode letter = awaitLetter("transcribe");
        String id = letter.at("/id").asString();
        assertThat(id).startsWith("recorded.dead-");
        assertThat(http.get("/api/v1/dead/" + id).json().at("/eventBase64").binaryValue())
                .isEqualTo(broken);

        JsonNode sent = http.post("/api/v1/dead/" + id + "/replay").json();

        assertThat(sent.at("/to").asString()).isEqualTo("calls.recorded");
        assertThat(sent.at("/bytes").asInt()).isEqualTo(4);
        JsonNode again = Awaitility.await()
                .atMost(LONG)
                .until(
                        () -> letters().stream().filter(this::isOurs).toList(),
                        ours -> ours.size() == 1
                                && !ours.getFirst().at("/id").asString().equals(id))
                .getFirst();
        assertThat(http.get("/api/v1/dead/" + again.at("/id").asString())
                        .json()
                        .at("/eventBase64")
                        .binaryValue())
                .isEqualTo(broken);
    }

    @Test
    void makesAnEventThatWasTooLargeToKeepFromTheFolderAndClearsTheFailureAtOnce() throws Exception {
        RECORDINGS.put("/" + callId + ".wav", Files.readAllBytes(SAMPLES.resolve("ru-angry-01.wav")));
        http.hangUp(callId, host() + "/" + callId + ".wav");
        await(call -> call.analysis() != null);
        CallFailed failure = new CallFailed(
                key, "analyze", "too large for " + key, Instant.now().plusSeconds(60), "calls.transcribed", "");
        new FailedCalls(service.bean(CallFolder.class)).keep(failure);
        publish("calls.failed", CallJson.write(failure));
        String id = awaitLetter("analyze").at("/id").asString();
        await(call -> call.lastFailure().isPresent());
        assertThat(http.get("/api/v1/dead/" + id).json().at("/event").asString())
                .contains("\"transcript\"");

        JsonNode sent = http.post("/api/v1/dead/" + id + "/replay").json();

        assertThat(sent.at("/to").asString()).isEqualTo("calls.transcribed");
        assertThat(sent.at("/bytes").asInt()).isGreaterThan(1_000);
        // Its results were there before it failed, so no success is later than the failure.
        await(call -> call.lastFailure().isEmpty());
        assertThat(letters()).noneMatch(this::isOurs);
        assertThat(new FailedCalls(service.bean(CallFolder.class)).stored(key))
                .extracting(CallFailed::replayedAt)
                .doesNotContainNull();
    }

    @Test
    void saysPlainlyWhatItDoesNotUnderstand() throws Exception {
        assertThat(http.get("/api/v1/dead?stage=listen"))
                .isEqualTo(new Http.Answer(
                        422,
                        "{\"detail\":\"'listen' is not a stage; stages are record, transcribe, analyze, remind,"
                                + " index\"}"));
        assertThat(http.get("/api/v1/dead/nonsense").status()).isEqualTo(404);
        assertThat(http.get("/api/v1/dead/failed-0-99999999"))
                .isEqualTo(
                        new Http.Answer(404, "{\"detail\":\"there is no dead letter failed-0-99999999 (any more)\"}"));
        assertThat(http.get("/api/v1/dead/failed-999-0").status()).isEqualTo(404);
        assertThat(http.get("/api/v1/dead?page=0").status()).isEqualTo(422);
    }

    private static String host() {
        return "http://127.0.0.1:" + recordings.getAddress().getPort();
    }

    private boolean isOurs(JsonNode letter) {
        return letter.at("/callKey").asString().equals(key);
    }

    private JsonNode awaitLetter(String stage) {
        return Awaitility.await(key)
                .atMost(LONG)
                .until(
                        () -> letters().stream()
                                .filter(this::isOurs)
                                .filter(each -> each.at("/stage").asString().equals(stage))
                                .toList(),
                        found -> found.size() == 1)
                .getFirst();
    }

    private static List<JsonNode> letters() throws Exception {
        JsonNode list = http.get("/api/v1/dead?size=500").json();
        assertThat(list.has("unchecked")).isFalse();
        return StreamSupport.stream(list.at("/letters").spliterator(), false).toList();
    }

    private CallDocument await(Predicate<CallDocument> rule) {
        CallIndex index = service.bean(CallIndex.class);
        return Awaitility.await(key)
                .atMost(LONG)
                .until(() -> index.find(key), found -> found.filter(rule).isPresent())
                .orElseThrow();
    }

    private void publish(String topic, byte[] value) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Twins.kafka()), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value))
                    .get();
        }
    }

    private static JsonNode json(String text) {
        return new Http.Answer(200, text).json();
    }
}
