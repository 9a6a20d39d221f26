package io.aftercall.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.aftercall.ingest.recording.PlatformRecords;
import io.aftercall.ingest.recording.PublicHosts;
import io.aftercall.ingest.recording.RecordingFetch;
import io.aftercall.ingest.recording.RecordingSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmissionsTest {
    private static final byte[] WAV = "RIFF____WAVE-sound".getBytes(UTF_8);

    private final MemoryCallFolder folder = new MemoryCallFolder();
    private final List<CallHungUp> published = new ArrayList<>();
    private final AtomicInteger secrets = new AtomicInteger();
    private HttpServer host;
    private String allowed;

    @TempDir
    Path files;

    @BeforeEach
    void serve() throws IOException {
        host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        int port = host.getAddress().getPort();
        // The same server by a name that is allowed and by an address that is not.
        allowed = "localhost:" + port;
        host.createContext("/a.wav", exchange -> {
            exchange.sendResponseHeaders(200, WAV.length);
            exchange.getResponseBody().write(WAV);
            exchange.close();
        });
        host.createContext("/list.m3u8", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("#EXTM3U\nfile:///etc/passwd\n".getBytes(UTF_8));
            exchange.close();
        });
        host.createContext("/moved.wav", exchange -> {
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:" + port + "/secret.wav");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        host.createContext("/secret.wav", exchange -> {
            secrets.incrementAndGet();
            exchange.sendResponseHeaders(200, WAV.length);
            exchange.getResponseBody().write(WAV);
            exchange.close();
        });
        host.start();
    }

    @AfterEach
    void stop() {
        host.stop(0);
    }

    @Test
    void anUploadIsTheCallsRecordingAndNeedsNoFetching() throws IOException {
        Path file = Files.write(files.resolve("upload"), WAV);
        CallHungUp hungUp = submissions().audio(file, AudioFormat.WAV, "Manager+");

        CallRecorded recorded = recorder().record(hungUp);

        assertThat(recorded.call().references().contentMode()).isEqualTo("Manager+");
        assertThat(recorded.call().key()).startsWith("audit-");
        assertThat(recorded.recording().contentType()).isEqualTo("audio/wav");
        assertThat(folder.read(recorded.call().key(), recorded.recording().name()))
                .contains(WAV);
    }

    @Test
    void theSameAgainIsTheSameCall() {
        CallHungUp first = submissions().text("Клиент: Привет!", "Manager+");
        CallHungUp again = submissions().text("Клиент: Привет!", "Manager+");

        assertThat(again.call()).isEqualTo(first.call());
        assertThat(again.contentHash()).isEqualTo(first.contentHash());
        assertThat(submissions().text("Клиент: Привет!", "Client+").call().key())
                .isNotEqualTo(first.call().key());
        assertThat(submissions().text("Клиент: Пока!", "Manager+").call().key())
                .isNotEqualTo(first.call().key());
    }

    @Test
    void whatWasHandedInIsStillThereAfterRecordingsAreForgotten() {
        CallHungUp hungUp = submissions().text("Клиент: Привет!", "Manager+");
        submissions().record(hungUp, "Клиент: Привет!");
        CallRecorded before = recorder().record(hungUp);

        new RecordedCalls(folder).forgetRecording(hungUp.call().key());

        assertThat(recorder().record(hungUp)).isEqualTo(before);
    }

    @Test
    void aRecordingIsFetchedFromWhereItIsSaidToBe() {
        CallHungUp hungUp = submissions().at("http://" + allowed + "/a.wav", "Client+");

        CallRecorded recorded = recorder().record(hungUp);

        assertThat(folder.read(recorded.call().key(), recorded.recording().name()))
                .contains(WAV);
    }

    @Test
    void aRedirectLeadsNowhereThatIsNotAllowed() {
        CallHungUp hungUp = submissions().at("http://" + allowed + "/moved.wav", "Client+");

        assertThatThrownBy(() -> recorder().record(hungUp))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining(hungUp.call().key())
                .hasMessageContaining("'127.0.0.1' is not a host of the public Internet");
        assertThat(secrets).hasValue(0);
    }

    @Test
    void anAddressIsCheckedAgainWhereTheConnectionIsMade() {
        CallHungUp hungUp = new Submissions(
                        folder,
                        published::add,
                        new PublicHosts(List.of("127.0.0.0/8"), "audit-hosts"),
                        Clock.systemUTC())
                .at("http://" + allowed.replace("localhost", "127.0.0.1") + "/secret.wav", "Client+");

        assertThatThrownBy(() -> recorder().record(hungUp))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("is not a host of the public Internet");
        assertThat(secrets).hasValue(0);
    }

    @Test
    void whatIsFetchedMustBeAudio() {
        CallHungUp hungUp = submissions().at("http://" + allowed + "/list.m3u8", "Client+");

        assertThatThrownBy(() -> recorder().record(hungUp))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("no known audio format (wav, mp3");
    }

    private Submissions submissions() {
        return new Submissions(
                folder,
                published::add,
                new PublicHosts(List.of(allowed), "audit-hosts"),
                Clock.fixed(Calls.ENDED, ZoneOffset.UTC));
    }

    private Recorder recorder() {
        IngestSettings settings = Telephony.ingest(Map.of(
                "max-recording",
                "1MB",
                "connect-timeout",
                "2s",
                "audit-hosts",
                allowed,
                "robot.recording-root",
                files.toString()));
        return new Recorder(
                folder,
                new RecordingFetch(
                        folder, new RecordingSource(settings, Telephony.off(), null, false), settings, Gate.OPEN),
                new PlatformRecords(settings, Gate.OPEN),
                Duration.ofHours(24),
                Clock.systemUTC(),
                new SimpleMeterRegistry());
    }
}
