package io.aftercall.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aftercall.infra.line.Role;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.Reconciliation;
import io.aftercall.ingest.Seal;
import io.aftercall.simulator.HangUp;
import io.aftercall.simulator.Simulator;
import io.aftercall.simulator.SimulatorSettings;
import io.aftercall.simulator.pbx.TelephonySystem;
import io.aftercall.simulator.pbx.TelephonySystems;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import tools.jackson.databind.JsonNode;

/** Calls that come in by other doors: Twilio's own notifications, and recordings of the past. */
class TelephonyIT {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Path SAMPLES = Path.of("../simulator/samples");
    private static final String RUN = UUID.randomUUID().toString().substring(0, 8);

    private static final Map<String, List<HangUp>> POSTED = new HashMap<>();

    @TempDir
    static Path home;

    private static Simulator simulator;
    private static Service service;
    private static Http http;

    @BeforeAll
    static void start() throws IOException {
        simulator = Simulator.start(SimulatorSettings.of(SAMPLES, home.resolve("simulator")));
        Map<String, Object> settings = new HashMap<>(OnTwins.surroundings(simulator));
        TelephonySystems.all().forEach(system -> settings.putAll(system.settings(simulator.pbxUrl())));
        settings.put("aftercall.ingest.country", "US");
        settings.put("aftercall.ingest.reconcile.grace", "0s");
        settings.put("aftercall.ingest.reconcile.every", "1h");
        settings.put(
                "aftercall.ingest.robot.tasks",
                UUID.nameUUIDFromBytes((RUN + "-lost-").getBytes(StandardCharsets.UTF_8))
                        .toString());
        settings.put("aftercall.ingest.recording-buckets", "past");
        service = Service.start(OnTwins.options(EnumSet.allOf(Role.class), home), settings);
        http = new Http(service.url());
        // All at the beginning, so that the line works on them while others are looked at.
        TelephonySystems.all().forEach(system -> POSTED.put(system.name(), hangUp(system)));
    }

    @AfterAll
    static void stop() throws IOException {
        service.close();
        simulator.close();
    }

    @Test
    void joinsACallsEndAndItsRecordingWhicheverComesFirst() throws Exception {
        for (boolean endFirst : List.of(true, false)) {
            String sid = "CA" + RUN + endFirst;
            Map<String, String> ended = Map.of(
                    "CallSid",
                    sid,
                    "CallStatus",
                    "completed",
                    "CallDuration",
                    "30",
                    "From",
                    "+12025550100",
                    "To",
                    "+12025550111",
                    "Direction",
                    "inbound");
            Map<String, String> recorded = Map.of(
                    "CallSid",
                    sid,
                    "RecordingStatus",
                    "completed",
                    "RecordingUrl",
                    simulator.pbxUrl() + "/recordings/en-won-01.wav");
            if (endFirst) {
                assertThat(twilio("status?manager_id=m-7", ended)).isEqualTo(200);
                Awaitility.await().atMost(LONG).until(() -> shown(sid)
                        .contains("no notification has named a recording"));
            }
            assertThat(twilio("recording", recorded)).isEqualTo(200);
            if (!endFirst) {
                Awaitility.await().atMost(LONG).until(() -> shown(sid).contains("\"criteria\""));
                assertThat(twilio("status?manager_id=m-7", ended)).isEqualTo(200);
            }
            Awaitility.await()
                    .atMost(LONG)
                    .until(() ->
                            shown(sid).contains("\"criteria\"") && shown(sid).contains("\"managerId\":\"m-7\""));
            assertThat(shown(sid)).doesNotContain("failedReason");
        }
    }

    private static List<HangUp> hangUp(TelephonySystem system) {
        return simulator.hangUp(URI.create(service.url()), RUN + "-", system, Set.of("ru-angry-01", "en-won-01"));
    }

    static List<TelephonySystem> systems() {
        return TelephonySystems.all();
    }

    @ParameterizedTest
    @MethodSource("systems")
    void takesCallsInTheWordsOfEachTelephonySystem(TelephonySystem system) throws Exception {
        List<HangUp> posted = POSTED.get(system.name());

        assertThat(posted).hasSize(2).extracting(HangUp::status).allMatch(status -> status / 100 == 2);
        for (HangUp each : posted) {
            String path = "/api/v1/calls/" + Call.keyOf(each.source(), each.callId());
            Awaitility.await().atMost(LONG).until(() -> http.get(path).body().contains("\"criteria\""));
            JsonNode call = http.get(path).json();
            assertThat(call.at("/summary").has("failedReason")).isFalse();
            assertThat(call.at("/analysis/outcome").asString()).isEqualTo("JUDGED");
            assertThat(call.at("/call/timing/billMs").asLong(0))
                    .as("what was talked, for systems that count")
                    .matches(ms -> system.name().equals("generic") || ms > 5_000);
            assertThat(call.at("/call/timing/startedAt").asString("").isEmpty())
                    .as("Twilio tells no start")
                    .isEqualTo(system.name().equals("twilio"));
            if (!system.name().equals("robot")) {
                assertThat(call.at("/call/managerId").asString()).startsWith("m-");
            }
        }
        hangUp(system);
        String search = "/api/v1/calls?q=" + system.name() + "-" + RUN + "-en-won-01";
        Awaitility.await().atMost(LONG).until(() -> http.get(search).body().contains("\"total\":1,"));
    }

    @Test
    void hearsTheRecordingsOfACallThatWasRecordedTwiceAsOne() throws Exception {
        String sid = "CA" + RUN + "twice";
        twilio("status", Map.of("CallSid", sid, "CallStatus", "completed", "CallDuration", "90"));
        for (String file : List.of("en-churn-01.wav", "en-won-01.wav")) {
            twilio(
                    "recording",
                    Map.of(
                            "CallSid",
                            sid,
                            "RecordingStatus",
                            "completed",
                            "RecordingUrl",
                            simulator.pbxUrl() + "/recordings/" + file));
        }

        long first = lengthMs("en-churn-01.wav");
        long second = lengthMs("en-won-01.wav");
        Awaitility.await().atMost(LONG).untilAsserted(() -> {
            JsonNode call = CallJson.mapper().readTree(shown(sid));
            assertThat(call.at("/recording/then").size()).isEqualTo(1);
            assertThat(call.at("/transcript/durationMs").asLong())
                    .isBetween(first + second - 100, first + second + 100);
            JsonNode utterances = call.at("/transcript/utterances");
            assertThat(utterances.get(0).at("/startMs").asLong()).isLessThan(first);
            assertThat(utterances.get(utterances.size() - 1).at("/startMs").asLong())
                    .isGreaterThan(first);
            assertThat(call.at("/analysis/outcome").asString()).isEqualTo("JUDGED");
        });
    }

    @Test
    void putsTheRecordingsOfBothSidesOfAConversationBesideEachOther() throws Exception {
        String id = "tccc-" + RUN;
        String ended = """
                {"SessionId":"%s","Duration":60,"StartTimestamp":1608130600,"AcceptTimestamp":1608130610,"EndedTimestamp":1608130670}""".formatted(id);
        String recorded = """
                {"SessionId":"%s","RecordId":"%d","Timestamp":1608130670,"EndpointUser":"%s","RecordURL":"%s/recordings/%s"}""";

        tccc("record", recorded.formatted(id, 2, "+8618800000000", simulator.pbxUrl(), "ru-long-decision-01.mp3"));
        tccc("cdr", ended);
        tccc("cdr", ended);
        tccc("record", recorded.formatted(id, 1, "lu@example.com", simulator.pbxUrl(), "en-promise-01.mp3"));

        String path = "/api/v1/calls/" + Call.keyOf("tccc", id);
        Awaitility.await().atMost(LONG).untilAsserted(() -> {
            JsonNode call = http.get(path).json();
            assertThat(call.at("/transcript/utterances").valueStream().map(said -> said.at("/speaker")
                            .asString()))
                    .contains("AGENT", "CUSTOMER")
                    .doesNotContain("UNKNOWN");
            assertThat(call.at("/analysis/outcome").asString()).isEqualTo("JUDGED");
        });
        assertThat(http.get("/actuator/prometheus").body())
                .containsPattern("aftercall_notifications_repeated_total\\{.*source=\"tccc\"} [1-9]");
    }

    private static void tccc(String action, String json) throws IOException, InterruptedException {
        String password = "aftercall:" + TelephonySystem.SECRET;
        HttpRequest push = HttpRequest.newBuilder(URI.create(service.url() + "/webhook/tccc?action=" + action))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(password.getBytes(StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(push, HttpResponse.BodyHandlers.ofString())
                        .body())
                .contains("\"ErrCode\":0");
    }

    private static long lengthMs(String sample) throws IOException, UnsupportedAudioFileException {
        try (AudioInputStream wav =
                AudioSystem.getAudioInputStream(SAMPLES.resolve(sample).toFile())) {
            return (long) (wav.getFrameLength() * 1000 / wav.getFormat().getFrameRate());
        }
    }

    @Test
    void takesARobotsOwnRoundsForTheTranscriptAndPaysNobodyForHearingThemAgain() throws Exception {
        int before = simulator.stats().paidByInput("/v1/audio/transcriptions").size();
        HangUp robot = robotsCall(RUN + "-rounds-");

        String path = "/api/v1/calls/" + Call.keyOf("robot", robot.callId());
        JsonNode transcript = http.get(path).json().at("/transcript");
        assertThat(transcript.at("/model").asString()).isEqualTo("platform");
        assertThat(transcript.at("/utterances").size()).isGreaterThan(3);
        assertThat(simulator.stats().paidByInput("/v1/audio/transcriptions")).hasSize(before);
    }

    @Test
    void tellsOfARobotsCallWhatItsPlatformTells() throws Exception {
        HangUp robot = robotsCall(RUN + "-told-");
        Http platform = new Http(simulator.pbxUrl());
        JsonNode record = platform.get("/v1/record/" + robot.callId()).json().path("data");
        String task = record.path("task_id").asString();
        String details =
                "/v1/task/record_info/" + task + "/" + record.path("id").asString();

        String byId = "/v1/record/" + record.path("id").asString();
        Awaitility.await().atMost(LONG).until(() -> http.get(byId).status() == 200);
        assertTold(record, http.get(byId).json().path("data"));
        JsonNode told = platform.get(details).json().path("data");
        JsonNode ours = http.get(details).json().path("data");
        assertTold(told.at("/info/record"), ours.at("/info/record"));
        assertTold(told.at("/info/task"), ours.at("/info/task"));
        assertThat(told.path("records").size()).isGreaterThan(3);
        assertThat(ours.path("records")).hasSameSizeAs(told.path("records"));
        for (int row = 0; row < told.path("records").size(); row++) {
            assertTold(told.path("records").get(row), ours.path("records").get(row));
        }
        Awaitility.await().atMost(LONG).untilAsserted(() -> {
            JsonNode listed = http.get("/v1/task/record?task_id=" + task).json().at("/data/data");
            assertThat(listed)
                    .filteredOn(row -> row.path("callid").equals(record.path("callid")))
                    .singleElement()
                    .satisfies(row -> {
                        assertThat(row.path("id")).isEqualTo(record.path("id"));
                        assertThat(row.at("/level/id")).isEqualTo(record.path("level_id"));
                    });
        });
    }

    /** Once it is judged. */
    private static HangUp robotsCall(String run) {
        HangUp robot = simulator
                .hangUp(URI.create(service.url()), run, TelephonySystems.required("robot"), Set.of("zh-robot-01"))
                .getFirst();
        String path = "/api/v1/calls/" + Call.keyOf("robot", robot.callId());
        Awaitility.await().atMost(LONG).until(() -> http.get(path).body().contains("\"criteria\""));
        return robot;
    }

    /** Ours may tell more. */
    private static void assertTold(JsonNode told, JsonNode ours) {
        assertThat(told.size()).isPositive();
        told.propertyStream().forEach(each -> {
            JsonNode found = ours.path(each.getKey());
            if (each.getValue().isObject()) {
                assertTold(each.getValue(), found);
            } else {
                assertThat(found).as(each.getKey()).isEqualTo(each.getValue());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"robot", "twilio", "mango"})
    void findsCallsWhoseNotificationNeverArrived(String name) throws Exception {
        String run = RUN + "-lost-";
        TelephonySystem system = TelephonySystems.required(name);

        simulator.lose(run, system, Set.of("en-won-01"));
        service.bean(Reconciliation.class).look();
        int again = service.bean(Reconciliation.class).look();

        String path = "/api/v1/calls/" + Call.keyOf(name, run + "en-won-01");
        Awaitility.await().atMost(LONG).until(() -> http.get(path).body().contains("\"criteria\""));
        assertThat(again).isZero();
    }

    @Test
    void importsWhatLiesInABucket() throws Exception {
        S3Client s3 = service.bean(S3Client.class);
        s3.createBucket(create -> create.bucket("past"));
        for (String file : List.of("en-won-01.wav", "zh-won-01.wav")) {
            s3.putObject(put -> put.bucket("past").key(RUN + "/" + file), SAMPLES.resolve(file));
        }
        String manifest = "{\"file\":\"%s/zh-won-01.wav\",\"call_id\":\"%s-s3\",\"caller\":\"(202) 555-0100\"}\n"
                .formatted(RUN, RUN);
        s3.putObject(put -> put.bucket("past").key(RUN + ".jsonl"), RequestBody.fromString(manifest));

        assertThat(imported(0, "s3://past/" + RUN + "/")).contains("2 recordings: 2 analysed");
        assertThat(imported(0, "s3://past/" + RUN + "/")).contains("2 recordings: 0 analysed, 2 were there already");
        assertThat(imported(0, "s3://past/" + RUN + ".jsonl")).contains("1 recordings: 1 analysed");
        assertThat(http.get("/api/v1/calls/import-" + RUN + "-s3")
                        .json()
                        .at("/call/e164/caller")
                        .asString())
                .isEqualTo("+12025550100");
        assertThatThrownBy(() -> imported(0, "s3://aftercall/calls/"))
                .hasMessage("bucket 'aftercall' is not read, as aftercall.ingest.recording-buckets does not name it");
    }

    @Test
    void importsAFolderOnceHoweverOftenItIsAsked() throws Exception {
        Path folder = Files.createDirectories(home.resolve("past/march"));
        for (String file : List.of("en-won-01.wav", "ru-angry-01.wav")) {
            Files.copy(SAMPLES.resolve(file), folder.resolve(RUN + file));
        }
        Files.writeString(folder.resolve(RUN + "text.mp3"), "this is not audio");

        String first = imported(1, folder.getParent().toString());
        String again = imported(1, folder.getParent().toString());

        assertThat(first).contains("3 recordings: 2 analysed, 0 were there already, 1 failed");
        assertThat(again).contains("3 recordings: 0 analysed, 2 were there already, 1 failed");
        String key = Call.keyOf("import", "march/" + RUN + "en-won-01.wav");
        assertThat(http.get("/api/v1/calls/" + key).body()).contains("\"criteria\"");
    }

    @Test
    void importsWhatAManifestTellsOfEachCall() throws Exception {
        Path folder = Files.createDirectories(home.resolve("manifest"));
        Files.copy(SAMPLES.resolve("zh-won-01.wav"), folder.resolve("a.wav"));
        Files.writeString(folder.resolve("calls.csv"), """
                file,call_id,manager_id,caller,started_at
                a.wav,%s,"Li, Wei",+8618800000000,2025-03-01T10:00:00+08:00
                """.formatted(RUN + "csv"));

        assertThat(imported(0, folder.resolve("calls.csv").toString())).contains("1 recordings: 1 analysed");

        assertThat(http.get("/api/v1/calls/import-" + RUN + "csv")
                        .json()
                        .at("/call/managerId")
                        .asString())
                .isEqualTo("Li, Wei");
    }

    private static String imported(int exit, String path) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ServiceClient client = ServiceClient.of(Map.of("AFTERCALL_URL", service.url()));
        assertThat(new ImportCommand(
                                client,
                                new PrintStream(printed, true, StandardCharsets.UTF_8),
                                DemoBoard.Terminal.of(null),
                                Duration.ofMillis(100))
                        .run(List.of(path)))
                .isEqualTo(exit);
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static String shown(String sid) throws Exception {
        return http.get("/api/v1/calls/twilio-" + sid).body();
    }

    private static int twilio(String path, Map<String, String> fields) throws Exception {
        String url = service.url() + "/webhook/twilio/" + path;
        StringBuilder signed = new StringBuilder(url);
        new TreeMap<>(fields).forEach((name, value) -> signed.append(name).append(value));
        String form = fields.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Twilio-Signature", Seal.base64(Seal.hmacSha1(TelephonySystem.SECRET, signed.toString())))
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }
}
