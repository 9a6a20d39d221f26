package io.aftercall.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.aftercall.ingest.recording.PlatformRecords;
import io.aftercall.ingest.recording.RecordingFetch;
import io.aftercall.ingest.recording.RecordingSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class RecorderTest {
    private final MemoryCallFolder folder = new MemoryCallFolder();
    private final AtomicInteger requests = new AtomicInteger();
    private final List<String> paths = new CopyOnWriteArrayList<>();
    private final List<String> passwords = new CopyOnWriteArrayList<>();
    private TelephonySettings telephony = Telephony.off();
    private HttpServer host;
    private String url;

    @TempDir
    Path recordings;

    @BeforeEach
    void serve() throws IOException {
        host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        host.createContext("/", exchange -> {
            requests.incrementAndGet();
            String path = exchange.getRequestURI().getPath();
            paths.add(path);
            if (path.equals("/stall.wav")) {
                exchange.sendResponseHeaders(200, 1_000_000);
                exchange.getResponseBody().write(new byte[200_000]);
                exchange.getResponseBody().flush();
                return;
            }
            if (path.matches("/\\d{3}")) {
                exchange.getResponseHeaders().add("Retry-After", "90");
                exchange.sendResponseHeaders(Integer.parseInt(path.substring(1)), -1);
            } else {
                byte[] body = path.equals("/big.wav")
                        ? new byte[2 << 20]
                        : path.equals("/cut.wav") ? new byte[300_000] : "RIFF-sound".getBytes(UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "audio/wav");
                exchange.sendResponseHeaders(200, path.equals("/cut.wav") ? body.length + 100 : body.length);
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        host.start();
        url = "http://127.0.0.1:" + host.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        host.stop(0);
    }

    @Test
    void storesTheRecordingAsDelivered() {
        CallRecorded recorded = recorder().record(Calls.aHungUpCall("1", url + "/a.wav?sig=x"));

        Recording recording = recorded.recording();
        assertThat(recording.name()).matches("recording\\.[0-9a-f]{12}\\.wav");
        assertThat(recording.bytes()).isEqualTo(10);
        assertThat(recording.contentType()).isEqualTo("audio/wav");
        assertThat(folder.read("generic-1", recording.name()))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo("RIFF-sound".getBytes(UTF_8)));
        assertThat(folder.list("generic-1", "")).contains("call.json");
    }

    @Test
    void fetchesOnceHoweverOftenTheNotificationComes() {
        CallRecorded first = recorder().record(Calls.aHungUpCall("1", url + "/a.wav"));
        CallRecorded again = recorder().record(Calls.aHungUpCall("1", url + "/a.wav"));

        assertThat(again).isEqualTo(first);
        assertThat(requests).hasValue(1);
        assertThat(folder.list("generic-1", "facts/")).hasSize(1);
    }

    @Test
    void takesACorrectionWhateverTheOrder() {
        CallHungUp first = Calls.aHungUpCall("1", url + "/a.wav");
        CallHungUp later = new CallHungUp(
                first.call().correctedBy(Calls.aCallNobodyAnswered("1")),
                url + "/b.wav",
                first.receivedAt().plusSeconds(60),
                Map.of("call_id", "1", "corrected", true));

        recorder().record(later);
        CallRecorded joined = recorder().record(first);

        assertThat(joined.call().timing().billMs()).isZero();
        assertThat(folder.list("generic-1", "facts/")).hasSize(2);
        assertThat(requests).as("only the corrected recording is wanted").hasValue(1);
    }

    @Test
    void passesOnACallNobodyAnsweredWithoutARecording() {
        CallHungUp hungUp = new CallHungUp(Calls.aCallNobodyAnswered("1"), null, Calls.ENDED, Map.of("callid", "1"));

        assertThat(recorder().record(hungUp).recording()).isNull();
    }

    @Test
    void waitsForARecordingToBeNamedAndTakesItWhicheverNotificationComesFirst() {
        CallHungUp ended = new CallHungUp(Calls.aCall("1"), null, Calls.ENDED, Map.of("callid", "1"));
        CallHungUp named = new CallHungUp(
                new Call(
                        "generic-1",
                        "generic",
                        "1",
                        null,
                        null,
                        null,
                        null,
                        Call.Timing.UNKNOWN,
                        Call.Ending.UNKNOWN,
                        Call.References.NONE),
                url + "/a.wav",
                Calls.ENDED.plusSeconds(90),
                Map.of("recording", "1"));

        assertThatThrownBy(() -> recorder().record(ended)).isInstanceOfSatisfying(TransientFailure.class, failure -> {
            assertThat(failure).hasMessage("call generic-1 was answered, but no notification has named a recording");
            assertThat(failure.patience()).isEqualTo(Duration.ofHours(24));
            assertThat(failure.retryAfter())
                    .as("longer than anybody waits in a partition")
                    .isGreaterThan(Duration.ofSeconds(30));
        });
        CallRecorded first = recorder().record(named);

        assertThat(first.call()).isEqualTo(Calls.aCall("1"));
        assertThat(recorder().record(ended)).isEqualTo(first);
        assertThat(requests).hasValue(1);
    }

    @Test
    void givesATelephonySystemsPasswordToItsOwnHostOnly() {
        String password = "Basic " + Base64.getEncoder().encodeToString("AC1:12345".getBytes(UTF_8));
        host.createContext("/own", exchange -> {
            passwords.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.getResponseHeaders().add("Location", url.replace("127.0.0.1", "localhost") + "/elsewhere");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        host.createContext("/elsewhere", exchange -> {
            passwords.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.sendResponseHeaders(200, 4);
            exchange.getResponseBody().write("RIFF".getBytes(UTF_8));
            exchange.close();
        });
        telephony = Telephony.with(Map.of(
                "twilio.account-sid", "AC1", "twilio.auth-token", "12345", "twilio.recording-host", url.substring(7)));

        assertThat(recorder().record(of("twilio", url + "/own")).recording().bytes())
                .isEqualTo(4);

        assertThat(passwords).containsExactly(password, "null");
    }

    @Test
    void asksTheTelephonySystemForARecordingThatHasNoAddress() {
        host.createContext("/vpbx/queries/recording/post", exchange -> {
            passwords.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.getResponseHeaders().add("Location", url + "/a.wav");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        host.createContext("/v1/pbx/record/request/", exchange -> {
            passwords.add(exchange.getRequestURI().getQuery() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = "{\"status\":\"success\",\"link\":\"%s\\/b.wav\"}"
                    .formatted(url)
                    .getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        telephony = Telephony.with(Map.of(
                "mango.api-key", "key",
                "mango.salt", "salt",
                "mango.api-url", url,
                "zadarma.key", "zkey",
                "zadarma.secret", "secret",
                "zadarma.api-url", url));

        assertThat(recorder()
                        .record(of("mango", RecordingAddress.mango("r1")))
                        .recording()
                        .bytes())
                .isEqualTo(10);
        assertThat(recorder()
                        .record(of("zadarma", RecordingAddress.zadarma("c1")))
                        .recording()
                        .bytes())
                .isEqualTo(10);

        assertThat(passwords.get(0)).contains("vpbx_api_key=key", "sign=", "recording_id%22%3A%22r1%22");
        assertThat(passwords.get(1)).startsWith("call_id=c1&lifetime=1800 zkey:");
        assertThat(paths).containsExactly("/a.wav", "/b.wav");
    }

    @Test
    void followsThreeRedirectsAndNoMore() {
        host.createContext("/round", exchange -> {
            exchange.getResponseHeaders().add("Location", "/round");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });

        assertThatThrownBy(() -> recorder().record(Calls.aHungUpCall("1", url + "/round")))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("leads on more than 3 times");
    }

    private static CallHungUp of(String source, String address) {
        Call call = new Call(
                source + "-1",
                source,
                "1",
                null,
                null,
                null,
                null,
                Call.Timing.UNKNOWN,
                Call.Ending.UNKNOWN,
                Call.References.NONE);
        return new CallHungUp(call, address, Calls.ENDED, Map.of("id", "1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 409, 425})
    void waitsForARecordingThatIsNotReadyButNotForEver(int status) {
        assertThatThrownBy(() -> recorder().record(Calls.aHungUpCall("1", url + "/" + status)))
                .isInstanceOfSatisfying(
                        TransientFailure.class, e -> assertThat(e.patience()).isEqualTo(Duration.ofSeconds(30)))
                .hasMessage("recording of call generic-1: HTTP " + status + " from " + url + "/" + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504})
    void waitsForAnOverloadedHostAsLongAsItAsks(int status) {
        assertThatThrownBy(() -> recorder().record(Calls.aHungUpCall("1", url + "/" + status)))
                .isInstanceOfSatisfying(TransientFailure.class, e -> {
                    assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(90));
                    assertThat(e.patience()).isNull();
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 410})
    void givesUpAtOnceWhenTheHostRefuses(int status) {
        assertThatThrownBy(() -> recorder().record(Calls.aHungUpCall("1", url + "/" + status)))
                .isInstanceOf(PermanentFailure.class);
    }

    @Test
    void startsAnewAfterADownloadThatBrokeOff() {
        assertThatThrownBy(() -> recorder().record(Calls.aHungUpCall("1", url + "/cut.wav")))
                .isInstanceOf(TransientFailure.class)
                .hasMessageStartingWith("recording of call generic-1 broke off: ");
        assertThat(folder.list("generic-1", "recorded")).isEmpty();
    }

    @Test
    void cutsOffAHostThatStallsWithinARecording() {
        assertThatThrownBy(() -> recorder().record(Calls.aHungUpCall("1", url + "/stall.wav")))
                .isInstanceOf(TransientFailure.class)
                .hasMessageStartingWith("recording of call generic-1 broke off: ");
    }

    @Test
    void asksForNamesInAnyScript() {
        recorder().record(Calls.aHungUpCall("1", "HTTP" + url.substring(4) + "/录音 1/Иванов.wav"));
        recorder(URI.create(url + "/files"))
                .record(Calls.aHungUpCall(
                        "2", recordings.resolve("录音#1?/100%.wav").toString()));

        assertThat(paths).containsExactly("/录音 1/Иванов.wav", "/files/录音#1?/100%.wav");
    }

    @Test
    void refusesARecordingOverTheLimit() {
        assertThatThrownBy(() -> recorder().record(Calls.aHungUpCall("1", url + "/big.wav")))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("recording of call generic-1 is larger than the limit of 1 MB");
    }

    @Test
    void waitsForAHostThatIsAway() {
        host.stop(0);

        assertThatThrownBy(() -> recorder().record(Calls.aHungUpCall("1", url + "/a.wav")))
                .isInstanceOf(TransientFailure.class)
                .hasMessageStartingWith("recording host 127.0.0.1:");
    }

    @Test
    void readsARobotsRecordingFromTheConfiguredFolder() throws IOException {
        Path file = Files.writeString(recordings.resolve("a.wav"), "RIFF-sound");

        assertThat(recorder()
                        .record(Calls.aHungUpCall("1", file.toString()))
                        .recording()
                        .bytes())
                .isEqualTo(10);
    }

    @Test
    void readsARobotsRecordingOverHttpWhereItsFolderIsServed() {
        Recorder recorder = recorder(URI.create(url + "/files"));

        assertThat(recorder.record(Calls.aHungUpCall(
                                "1", recordings.resolve("x/a b.wav").toString()))
                        .recording()
                        .bytes())
                .isEqualTo(10);
    }

    @Test
    void readsNothingOutsideTheConfiguredFolder() throws IOException {
        Path outside = Files.createTempFile("outside", ".wav");
        Path link = Files.createSymbolicLink(recordings.resolve("link.wav"), outside);

        for (String address :
                new String[] {"/etc/passwd", recordings + "/../../etc/passwd", link.toString(), "relative.wav"}) {
            assertThatThrownBy(() -> recorder().record(Calls.aHungUpCall("1", address)))
                    .as(address)
                    .isInstanceOf(PermanentFailure.class);
            folder.list("generic-1", "").forEach(name -> assertThat(name).doesNotContain("recording."));
        }
        Files.delete(outside);
    }

    @Test
    void findsWhatItMadeInTheFolderAgain() {
        RecordedCalls calls = new RecordedCalls(folder);
        CallRecorded recorded = recorder().record(Calls.aHungUpCall("1", url + "/a.wav"));
        CallHungUp hungUp = new CallHungUp(Calls.aCallNobodyAnswered("2"), null, Calls.ENDED, Map.of("callid", "2"));
        CallRecorded unanswered = recorder().record(hungUp);

        assertThat(calls.stored("generic-1")).contains(recorded);
        assertThat(calls.stored("generic-2")).contains(unanswered);
        assertThat(calls.facts("generic-2")).containsExactly(hungUp);
        assertThat(calls.stored("generic-3")).isEmpty();
    }

    @Test
    void fetchesARecordingAnewOnceItIsForgotten() {
        RecordedCalls calls = new RecordedCalls(folder);
        recorder().record(Calls.aHungUpCall("1", url + "/a.wav"));

        calls.forgetRecording("generic-1");
        assertThat(calls.stored("generic-1")).isEmpty();
        CallRecorded again = recorder().record(Calls.aHungUpCall("1", url + "/a.wav"));

        assertThat(requests).hasValue(2);
        assertThat(calls.stored("generic-1")).contains(again);
    }

    @Test
    void readsARobotsCallBackFromItsPlatformOnceAndAsDelivered() {
        String record = """
                {"id":"r-1","task_id":"t-1","score":165,"bridge_number":null}""";
        serveJson("/v1/record/7", 200, record);
        serveJson("/v1/task/record_info/t-1/r-1", 200, """
                {"records":[{"notify":"asrprogress_notify","volume_gain":8.040982,"keyword":null}]}""");
        Recorder recorder = recorder(null, URI.create(url));

        CallRecorded recorded = recorder.record(robotCall());

        PlatformRecord delivered = Objects.requireNonNull(recorded.delivered());
        assertThat(delivered.record()).containsEntry("score", 165).containsEntry("bridge_number", null);
        assertThat(new String(CallJson.write(delivered.details()), UTF_8)).contains("8.040982", "\"keyword\":null");
        assertThat(recorder.record(robotCall())).isEqualTo(recorded);
        assertThat(new RecordedCalls(folder).stored("robot-7")).contains(recorded);
        assertThat(paths).containsOnlyOnce("/v1/record/7");
    }

    @Test
    void goesOnWithoutARecordThatThePlatformDoesNotHave() {
        serveJson("/v1/record/7", 404, "null");

        assertThat(recorder(null, URI.create(url)).record(robotCall()).delivered())
                .isNull();
    }

    @Test
    void waitsForAPlatformThatIsAway() {
        serveJson("/v1/record/7", 502, "null");

        assertThatThrownBy(() -> recorder(null, URI.create(url)).record(robotCall()))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("record of call robot-7: HTTP 502");
    }

    private static CallHungUp robotCall() {
        Call call = new Call(
                "robot-7",
                "robot",
                "7",
                null,
                Call.Direction.OUTBOUND,
                null,
                "18651683344",
                new Call.Timing(null, null, Calls.ENDED, 9_000L, 0L),
                Call.Ending.UNKNOWN,
                new Call.References("t-1", null, null, null, null, null));
        return new CallHungUp(call, null, Calls.ENDED, Map.of("callid", "7"));
    }

    private void serveJson(String path, int status, String data) {
        host.createContext(path, exchange -> {
            paths.add(exchange.getRequestURI().getPath());
            byte[] body = "{\"code\":%d,\"data\":%s}".formatted(status, data).getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private Recorder recorder() {
        return recorder(null);
    }

    private Recorder recorder(URI served) {
        return recorder(served, null);
    }

    private Recorder recorder(URI served, URI api) {
        IngestSettings settings = new IngestSettings(
                1,
                DataSize.ofMegabytes(1),
                DataSize.ofMegabytes(1),
                Duration.ofSeconds(30),
                Duration.ofHours(24),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                List.of(),
                null,
                new IngestSettings.Robot(recordings.toString(), served, api, ZoneId.of("Asia/Shanghai")));
        return new Recorder(
                folder,
                new RecordingFetch(
                        folder, new RecordingSource(settings, telephony), settings.maxRecording(), Gate.OPEN),
                new PlatformRecords(settings, Gate.OPEN),
                Duration.ofHours(24));
    }
}
