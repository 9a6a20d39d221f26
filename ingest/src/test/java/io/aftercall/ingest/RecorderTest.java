package io.aftercall.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.aftercall.ingest.recording.PlatformRecords;
import io.aftercall.ingest.recording.PublicHosts;
import io.aftercall.ingest.recording.RecordingFetch;
import io.aftercall.ingest.recording.RecordingSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecorderTest {
    private final MemoryCallFolder folder = new MemoryCallFolder();
    private final AtomicInteger requests = new AtomicInteger();
    private final List<String> paths = new CopyOnWriteArrayList<>();
    private final List<String> passwords = new CopyOnWriteArrayList<>();
    private final Map<String, String> ingest = new HashMap<>();
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private TelephonySettings telephony = Telephony.off();
    private final long started = System.currentTimeMillis();
    private boolean local = true;
    private Instant now = Calls.ENDED;
    private HttpServer host;
    private String url;

    @TempDir
    Path recordings;

    @BeforeEach
    void serve() throws IOException {
        host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        host.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
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
                        : path.equals("/cut.wav")
                                ? new byte[300_000]
                                : ("RIFF-sound" + (path.startsWith("/part-") ? path : "")).getBytes(UTF_8);
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
    void knowsTheTextsThatCameToTheirEndElsewhere() {
        CallHungUp first = handedInAt(Calls.ENDED);
        CallHungUp again = handedInAt(Calls.ENDED.plusSeconds(9));
        submissionsAt(Calls.ENDED).settle(first);

        assertThat(recorder().isSettled(first)).isTrue();
        assertThat(recorder().isSettled(again)).isFalse();
        assertThat(recorder().isSettled(Calls.aHungUpCall("1", url + "/a.wav"))).isFalse();
    }

    private CallHungUp handedInAt(Instant at) {
        return submissionsAt(at).text("Agent: Good morning.", "dialogue");
    }

    private Submissions submissionsAt(Instant at) {
        return Calls.submissions(folder, hungUp -> {}, Clock.fixed(at, ZoneOffset.UTC));
    }

    @Test
    void readsNothingOfACallThatIsNew() {
        recorder().record(Calls.aHungUpCall("1", url + "/a.wav"));

        assertThat(folder.reads()).isEmpty();
    }

    @Test
    void looksForTheRecordingOfACallThatItHasHeardOfBefore() {
        recorder().record(Calls.aHungUpCall("1", url + "/a.wav"));
        CallHungUp first = Calls.aHungUpCall("1", url + "/a.wav");

        recorder().record(new CallHungUp(first.call(), first.recording(), first.receivedAt(), Map.of("more", "said")));

        assertThat(folder.reads()).anyMatch(name -> name.startsWith("recorded-"));
        assertThat(requests).hasValue(1);
    }

    @Test
    void findsWhatWasHandedInWithACallThatIsNew() {
        Submissions submissions = new Submissions(
                folder, hungUp -> {}, new PublicHosts(List.of(), "none"), Clock.fixed(now, ZoneOffset.UTC));
        String text = "Agent: Hello.\nCustomer: Good morning.";
        CallHungUp handedIn = submissions.text(text, "Dialogue");
        submissions.record(handedIn, text);

        CallRecorded recorded = recorder().record(handedIn);

        assertThat(recorded.recording()).isNotNull();
        assertThat(requests).hasValue(0);
    }

    @Test
    void countsARepeatedNotificationOnceHoweverOftenItIsWorkedOn() {
        CallHungUp first = Calls.aHungUpCall("1", url + "/a.wav");
        CallHungUp again = new CallHungUp(
                first.call(), first.recording(), first.receivedAt().plusSeconds(5), first.asReceived());

        for (CallHungUp event : List.of(first, first, again, again, first)) {
            recorder().record(event);
        }

        assertThat(metrics.get("aftercall.notifications.repeated")
                        .tag("source", "generic")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(new RecordedCalls(folder).facts("generic-1")).hasSize(1);
        assertThat(requests).hasValue(1);
    }

    @Test
    void keepsTheRecordingsOfEachParticipantInOrder() {
        CallHungUp ended = new CallHungUp(Calls.aCall("1"), null, Calls.ENDED, Map.of("SessionId", "1"));
        CallHungUp second = aPart("2", "/part-b.wav", Calls.ENDED.plusSeconds(60));
        CallHungUp first = aPart("1", "/part-a.wav", Calls.ENDED);

        recorder().record(second);
        recorder().record(ended);
        Recording both = Objects.requireNonNull(recorder().record(first).recording());
        Recording again = Objects.requireNonNull(recorder()
                .record(aPart("2", "/part-c.wav", Calls.ENDED.plusSeconds(60)))
                .recording());

        assertThat(both.parts()).hasSize(2);
        assertThat(both.then()).extracting(Recording::then).containsExactly(List.of());
        assertThat(paths)
                .as("each once, whatever came when")
                .containsExactly("/part-b.wav", "/part-a.wav", "/part-c.wav");
        assertThat(again.name()).as("the first part").isEqualTo(both.name());
        assertThat(again.then()).as("announced anew").isNotEqualTo(both.then()).hasSize(1);
        assertThat(new RecordedCalls(folder).stored("generic-1").orElseThrow().recording())
                .isEqualTo(again);
    }

    @Test
    void takesTheSameAudioUnderTwoNamesOnce() {
        recorder().record(aPart("1", "/part-a.wav", Calls.ENDED));

        CallRecorded recorded = recorder().record(aPart("2", "/part-a.wav?again", Calls.ENDED.plusSeconds(60)));

        assertThat(requests).hasValue(2);
        assertThat(Objects.requireNonNull(recorded.recording()).then()).isEmpty();
        assertThat(new RecordedCalls(folder).stored("generic-1")).contains(recorded);
    }

    @Test
    void hearsNobodyAloneOnWhatIsSaidToBeBothSides() {
        now = Calls.ENDED.plusSeconds(70).plus(Duration.ofMinutes(2));
        recorder().record(aSide("1", "/part-a.wav", Recording.Side.AGENT));

        Recording both = Objects.requireNonNull(recorder()
                .record(aSide("2", "/part-a.wav?again", Recording.Side.CUSTOMER))
                .recording());

        assertThat(both.then()).isEmpty();
        assertThat(both.track()).isNull();
    }

    @Test
    void goesOnWithoutAPartThatCanNeverBeHad() {
        recorder().record(aPart("1", "/part-a.wav", Calls.ENDED));

        CallHungUp second = aPart("2", "/part-b.wav", Calls.ENDED.plusSeconds(60));
        CallRecorded recorded = recorder()
                .record(new CallHungUp(
                        second.call(),
                        "http://10.0.0.1/b.wav",
                        second.receivedAt(),
                        second.asReceived(),
                        second.part()));

        assertThat(Objects.requireNonNull(recorded.recording()).parts()).hasSize(1);
        assertThat(new RecordedCalls(folder).stored("generic-1")).contains(recorded);
    }

    @Test
    void waitsAWhileForTheOtherSideOfAConversation() {
        CallHungUp agents = aSide("1", "/part-a.wav", Recording.Side.AGENT);
        now = Calls.ENDED.plusSeconds(80);

        assertThatThrownBy(() -> recorder().record(agents))
                .isInstanceOf(TransientFailure.class)
                .hasMessage("call generic-1: only the agent's side of the recording has been announced");
        Recording both = Objects.requireNonNull(recorder()
                .record(aSide("2", "/part-b.wav", Recording.Side.CUSTOMER))
                .recording());

        assertThat(both.parts())
                .extracting(Recording::track)
                .containsExactly(
                        new Recording.Track(Recording.Side.AGENT, Calls.ENDED),
                        new Recording.Track(Recording.Side.CUSTOMER, Calls.ENDED));
    }

    @Test
    void takesOneSideWhereTheOtherNeverComes() {
        now = Calls.ENDED.plusSeconds(70).plus(Duration.ofMinutes(2));

        assertThat(recorder()
                        .record(aSide("1", "/part-a.wav", Recording.Side.CUSTOMER))
                        .recording())
                .isNotNull();
    }

    private CallHungUp aPart(String id, String path, Instant at) {
        return aPart(new CallHungUp.Part(id, at, null), path);
    }

    private CallHungUp aSide(String id, String path, Recording.Side side) {
        return aPart(new CallHungUp.Part(id, Calls.ENDED, side), path);
    }

    private CallHungUp aPart(CallHungUp.Part part, String path) {
        return new CallHungUp(
                Calls.aCall("1"),
                url + path,
                // Later ones are announced later.
                Calls.ENDED.plusSeconds(70 - 26 + path.charAt("/part-".length()) - 'a'),
                Map.of("RecordId", part.id(), "RecordURL", path),
                part);
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
            assertThat(failure.patience()).isGreaterThan(Duration.ofHours(24));
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

    @Test
    void closesACallWhoseRecordingNobodyNamedInTimeAndOpensItAgainWhenSomebodyDoes() {
        CallHungUp ended = new CallHungUp(Calls.aCall("1"), null, Calls.ENDED, Map.of("callid", "1"));
        now = Calls.ENDED.plus(Duration.ofHours(24));

        CallRecorded closed = recorder().record(ended);

        assertThat(closed.recording()).isNull();
        assertThat(closed.call().notConnected()).isFalse();
        assertThat(recorder().record(ended)).isEqualTo(closed);
        assertThat(new RecordedCalls(folder).stored("generic-1")).contains(closed);
        CallHungUp late = new CallHungUp(Calls.aCall("1"), url + "/a.wav", now.plusSeconds(1), Map.of("late", true));
        assertThat(recorder().record(late).recording()).isNotNull();
    }

    @Test
    void takesARecordingThatWasNamedBeforeTheCallWasClosedWithoutOne() {
        CallHungUp ended = new CallHungUp(Calls.aCall("1"), null, Calls.ENDED, Map.of("callid", "1"));
        CallHungUp named =
                new CallHungUp(Calls.aCall("1"), url + "/a.wav", Calls.ENDED.plusSeconds(60), Map.of("recording", "1"));
        now = Calls.ENDED.plus(Duration.ofHours(30));

        assertThat(recorder().record(ended).recording()).isNull();
        assertThat(recorder().record(named).recording())
                .as("it was only late to be read")
                .isNotNull();
    }

    @Test
    void refusesAnAddressWithAPassword() {
        assertThatThrownBy(() -> recorder().record(Calls.aHungUpCall("1", url.replace("//", "//u:p@") + "/a.wav")))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("must name no user");
    }

    @Test
    void cutsOffAHostThatTricklesItsHeaders() throws IOException {
        ingest.put("download-timeout", "500ms");
        try (ServerSocket slow = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> {
                try (Socket asked = slow.accept()) {
                    for (byte each : "HTTP/1.1 200 OK\r\nContent-Type: audio/wav".getBytes(UTF_8)) {
                        asked.getOutputStream().write(each);
                        Thread.sleep(100);
                    }
                } catch (IOException | InterruptedException e) {
                    // The test is over.
                }
            });

            assertThatThrownBy(() -> recorder()
                            .record(Calls.aHungUpCall("1", "http://127.0.0.1:" + slow.getLocalPort() + "/a.wav")))
                    .isInstanceOf(TransientFailure.class)
                    .hasMessageEndingWith("not there after 0.5 s");
        }
    }

    @Test
    void goesOnWhereADownloadBrokeOff() {
        byte[] whole = new byte[400_000];
        new Random(1).nextBytes(whole);
        serveInParts("\"v1\"", whole);

        Recording recording =
                recorder().record(Calls.aHungUpCall("1", url + "/parts.wav")).recording();

        assertThat(folder.read("generic-1", recording.name()))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(whole));
        assertThat(passwords).containsExactly("null null", "bytes=300000- \"v1\"");
    }

    @Test
    void startsAnewWhereTheHostCannotSayThatItIsTheSameContent() {
        serveInParts("W/\"v1\"", new byte[400_000]);

        assertThatThrownBy(() -> recorder().record(Calls.aHungUpCall("1", url + "/parts.wav")))
                .isInstanceOf(TransientFailure.class);
        assertThat(passwords).containsExactly("null null");
    }

    /** Breaks off after 300,000 bytes of the whole; passwords notes what was asked for. */
    private void serveInParts(String tag, byte[] whole) {
        host.createContext("/parts.wav", exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            passwords.add(range + " " + exchange.getRequestHeaders().getFirst("If-Range"));
            exchange.getResponseHeaders().add("ETag", tag);
            if (range == null) {
                exchange.sendResponseHeaders(200, whole.length);
                exchange.getResponseBody().write(whole, 0, 300_000);
            } else {
                exchange.getResponseHeaders().add("Content-Range", "bytes 300000-399999/400000");
                exchange.sendResponseHeaders(206, 100_000);
                exchange.getResponseBody().write(whole, 300_000, 100_000);
            }
            exchange.close();
        });
    }

    @Test
    void waitsForARecordingThatIsEmptyOrStillWritten() {
        AtomicInteger length = new AtomicInteger(100);
        host.createContext("/fresh.wav", exchange -> {
            String written =
                    DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().atOffset(ZoneOffset.UTC));
            exchange.getResponseHeaders().add("Last-Modified", written);
            exchange.sendResponseHeaders(200, length.get());
            exchange.getResponseBody().write(new byte[length.get()]);
            exchange.close();
        });
        host.createContext("/empty.wav", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        Recorder recorder = recorder();
        CallHungUp hungUp = Calls.aHungUpCall("1", url + "/fresh.wav");

        assertThatThrownBy(() -> recorder.record(hungUp)).hasMessageContaining("may still be written");
        length.set(200);
        assertThatThrownBy(() -> recorder.record(hungUp)).hasMessageContaining("may still be written");
        assertThat(recorder.record(hungUp).recording().bytes()).isEqualTo(200);
        assertThatThrownBy(() -> recorder.record(Calls.aHungUpCall("2", url + "/empty.wav")))
                .hasMessage("recording of call generic-2: nothing is in it yet")
                .isInstanceOfSatisfying(
                        TransientFailure.class, e -> assertThat(e.patience()).isEqualTo(Duration.ofSeconds(30)));
    }

    @Test
    void endsAndLeavesNothingBehindWhateverTheHostDoes() throws IOException {
        host.createContext("/endless.wav", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                while (true) {
                    exchange.getResponseBody().write(new byte[100_000]);
                }
            } catch (IOException e) {
                exchange.close();
            }
        });
        host.createContext("/trickle.wav", exchange -> {
            exchange.sendResponseHeaders(200, 1_000_000);
            try {
                while (true) {
                    exchange.getResponseBody().write(1);
                    exchange.getResponseBody().flush();
                    Thread.sleep(50);
                }
            } catch (IOException | InterruptedException e) {
                exchange.close();
            }
        });
        ingest.put("download-timeout", "500ms");

        ingest.put("in-flight", "2");
        Recorder recorder = recorder();
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> recorder.record(Calls.aHungUpCall("1", url + "/endless.wav")))
                    .hasMessage("recording of call generic-1 is larger than the limit of 1 MB");
        }
        assertThatThrownBy(() -> recorder().record(Calls.aHungUpCall("2", url + "/trickle.wav")))
                .hasMessageStartingWith("recording of call generic-2 broke off: not there after");
        assertThatThrownBy(() -> recorder().record(Calls.aHungUpCall("3", url + "/cut.wav")))
                .hasMessageStartingWith("recording of call generic-3 broke off: ");

        try (Stream<Path> left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(left.filter(file -> file.getFileName().toString().startsWith("aftercall-recording-"))
                            .filter(file -> file.toFile().lastModified() > started))
                    .isEmpty();
        }
    }

    @Test
    void sendsCredentialsToTheirHostOnly() {
        host.createContext("/guarded.wav", exchange -> {
            passwords.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.sendResponseHeaders(200, 4);
            exchange.getResponseBody().write("RIFF".getBytes(UTF_8));
            exchange.close();
        });
        ingest.put("credentials[0].host", url.substring(7));
        ingest.put("credentials[0].token", "t0ken");

        recorder().record(Calls.aHungUpCall("1", url + "/guarded.wav"));
        recorder().record(Calls.aHungUpCall("2", url.replace("127.0.0.1", "localhost") + "/guarded.wav"));

        ingest.put("audit-hosts", "127.0.0.0/8");
        assertThatThrownBy(() -> recorder().record(of(Submissions.SOURCE, url + "/guarded.wav")))
                .as("it is in no format that is known")
                .isInstanceOf(PermanentFailure.class);

        assertThat(passwords).containsExactly("Bearer t0ken", "null", "null");
    }

    @Test
    void leavesOtherHostsTheirPlacesWhileOneIsSlow() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        host.createContext("/slow.wav", exchange -> {
            asked.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(200, 4);
            exchange.getResponseBody().write("RIFF".getBytes(UTF_8));
            exchange.close();
        });
        ingest.put("per-host", "1");
        ingest.put("download-timeout", "1m");
        Recorder recorder = recorder();
        Thread slow = Thread.startVirtualThread(() -> recorder.record(Calls.aHungUpCall("1", url + "/slow.wav")));
        asked.await();

        assertThatThrownBy(() -> recorder.record(Calls.aHungUpCall("2", url + "/a.wav")))
                .isInstanceOfSatisfying(TransientFailure.class, e -> {
                    assertThat(e.isBlameless()).isTrue();
                    assertThat(e.dependency().kind()).isEqualTo(Dependency.Kind.RATE);
                });
        assertThat(recorder.record(Calls.aHungUpCall("3", url.replace("127.0.0.1", "localhost") + "/a.wav"))
                        .recording())
                .isNotNull();
        goOn.countDown();
        slow.join();
        assertThat(recorder.record(Calls.aHungUpCall("2", url + "/a.wav")).recording())
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:%d/a.wav",
                "http://[::1]:%d/a.wav",
                "http://169.254.169.254/latest/meta-data",
                "http://10.0.0.1/a.wav",
                "http://localhost:%d/a.wav"
            })
    void asksNobodyInOurOwnNetworkForAServiceThatOthersReach(String address) {
        local = false;
        String asked = address.formatted(host.getAddress().getPort());

        assertThatThrownBy(() -> recorder().record(Calls.aHungUpCall("1", asked)))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageStartingWith("recording of call generic-1: '")
                .hasMessageEndingWith(
                        "is not a host of the public Internet, and aftercall.ingest.recording-hosts does not name it");
        assertThat(requests).hasValue(0);
    }

    @Test
    void followsNobodyIntoOurOwnNetwork() {
        local = false;
        ingest.put("recording-hosts", url.substring(7));
        host.createContext("/in", exchange -> {
            exchange.getResponseHeaders().add("Location", url.replace("127.0.0.1", "127.0.0.2") + "/a.wav");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });

        assertThat(recorder().record(Calls.aHungUpCall("1", url + "/a.wav")).recording())
                .isNotNull();
        assertThatThrownBy(() -> recorder().record(Calls.aHungUpCall("2", url + "/in")))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("'127.0.0.2' is not a host of the public Internet");
    }

    @Test
    void readsNoBucketThatIsNotNamed() {
        assertThatThrownBy(() -> recorder().record(Calls.aHungUpCall("1", "s3://aftercall/calls/x/transcript.json")))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("bucket 'aftercall' is not read, as aftercall.ingest.recording-buckets does not name it");
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
                .hasMessage("recording of call generic-1 broke off: not there after 1.0 s");
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
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));

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
        Map<String, String> all = new HashMap<>(Map.of(
                "max-recording", "1MB",
                "connect-timeout", "2s",
                "download-timeout", "1s",
                "robot.recording-root", recordings.toString()));
        if (served != null) {
            all.put("robot.recording-url", served.toString());
        }
        if (api != null) {
            all.put("robot.api-url", api.toString());
        }
        all.putAll(ingest);
        IngestSettings settings = Telephony.ingest(all);
        return new Recorder(
                folder,
                new RecordingFetch(folder, new RecordingSource(settings, telephony, null, local), settings, Gate.OPEN),
                new PlatformRecords(settings, Gate.OPEN),
                Duration.ofHours(24),
                Clock.fixed(now, ZoneOffset.UTC),
                metrics);
    }
}
