package io.aftercall.ingest.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.aftercall.ingest.Calls;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.IngestSettings;
import io.aftercall.ingest.MemoryCallFolder;
import io.aftercall.ingest.Telephony;
import io.aftercall.ingest.TransientFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RecordingFetchTest {
    @TempDir
    Path temporary;

    private HttpServer host;

    @BeforeEach
    void listen() throws IOException {
        host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        host.start();
    }

    @AfterEach
    void stop() {
        host.stop(0);
    }

    /** By a file that takes nothing, in place of the one just opened for the recording. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void saysOfAFullDiskThatItIsOurOwnAndNotTheHosts() {
        host.createContext("/r.wav", exchange -> {
            byte[] body = "not really audio".getBytes(UTF_8);
            try (DirectoryStream<Path> files = Files.newDirectoryStream(temporary)) {
                for (Path file : files) {
                    Files.delete(file);
                    Files.createSymbolicLink(file, Path.of("/dev/full"));
                }
            }
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        List<Dependency> failed = new ArrayList<>();

        assertThatThrownBy(() -> fetch(noting(failed)))
                .isInstanceOf(TransientFailure.class)
                .hasMessageStartingWith("recording of call generic-1 cannot be written to " + temporary)
                .hasMessageEndingWith(": No space left on device");

        assertThat(failed).extracting(Dependency::kind).containsOnly(Dependency.Kind.DISK);
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void saysOfAMissingFolderForFilesOnTheirWayThatItIsOurOwn() {
        temporary = temporary.resolve("gone");
        List<Dependency> failed = new ArrayList<>();

        assertThatThrownBy(() -> fetch(noting(failed)))
                .isInstanceOf(TransientFailure.class)
                .hasMessageStartingWith("no temporary file for the recording of call generic-1");

        assertThat(failed).extracting(Dependency::kind).containsOnly(Dependency.Kind.DISK);
    }

    private void fetch(Gate gate) {
        IngestSettings settings = Telephony.ingest(Map.of("download-timeout", "2s"));
        RecordingSource source = new RecordingSource(settings, Telephony.off(), null, true);
        String address = "http://127.0.0.1:%d/r.wav".formatted(host.getAddress().getPort());
        new RecordingFetch(new MemoryCallFolder(), source, settings, gate, temporary)
                .fetch(Calls.aCall("1"), address, Calls.ENDED);
    }

    /** Whom each gate on the way is told to be at fault. */
    private static Gate noting(List<Dependency> failed) {
        return new Gate() {
            @Override
            public <T> T through(Dependency dependency, String callKey, Supplier<T> request) {
                try {
                    return request.get();
                } catch (TransientFailure e) {
                    TransientFailure ours = e.at(dependency);
                    failed.add(ours.dependency());
                    throw ours;
                }
            }
        };
    }
}
