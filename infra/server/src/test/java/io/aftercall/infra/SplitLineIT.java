package io.aftercall.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.CallState;
import io.aftercall.infra.line.Role;
import io.aftercall.ingest.Call;
import io.aftercall.simulator.Faults;
import io.aftercall.simulator.HangUp;
import io.aftercall.simulator.Simulator;
import io.aftercall.simulator.SimulatorSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The line in several services, each with a part of it, on a Kafka, Elasticsearch and S3 that they share. */
class SplitLineIT {
    private static final String SPEECH = "/v1/audio/transcriptions";

    @TempDir
    Path home;

    @Test
    void carriesACallThroughStagesThatRunApart() throws Exception {
        try (Simulator simulator = Simulator.start(
                        SimulatorSettings.of(Path.of("../simulator/samples"), home.resolve("simulator")));
                Service ingest = start(simulator, EnumSet.of(Role.INGEST));
                Service transcribe = start(simulator, EnumSet.of(Role.TRANSCRIBE));
                Service analyze = start(simulator, EnumSet.of(Role.ANALYZE, Role.NOTIFY));
                Service read = start(simulator, EnumSet.of(Role.INDEX, Role.API))) {
            String id = "split-" + UUID.randomUUID();
            assertThat(post(ingest, id, simulator.pbxUrl() + "/recordings/en-won-01.wav"))
                    .isEqualTo(202);

            CallIndex index = read.bean(CallIndex.class);
            Awaitility.await().atMost(Duration.ofSeconds(120)).until(() -> index.find("generic-" + id)
                    .flatMap(call -> call.reachedAt(CallState.REMINDED))
                    .isPresent());

            assertThat(post(transcribe, id, "http://127.0.0.1:9/x.wav"))
                    .as("no webhook here")
                    .isEqualTo(404);
            assertThat(get(read, "/api/v1/calls/generic-" + id)).isEqualTo(200);
            assertThat(get(analyze, "/api/v1/calls/generic-" + id))
                    .as("no API here")
                    .isEqualTo(404);
            try (Stream<Path> data = Files.list(home)) {
                assertThat(data).as("nothing embedded was started").allMatch(file -> file.endsWith("simulator"));
            }
        }
    }

    @Test
    void losesNothingWhenAProcessJoinsAndAnotherLeavesInTheMidstOfWork() throws Exception {
        try (Simulator simulator =
                        Simulator.start(SimulatorSettings.of(Path.of("../simulator/samples"), home.resolve("simulator"))
                                .withFaults(Faults.NONE.withLatency(700, 0, 3_000), 3));
                Service line =
                        start(simulator, EnumSet.of(Role.INGEST, Role.ANALYZE, Role.NOTIFY, Role.INDEX, Role.API))) {
            Service leaves = start(simulator, EnumSet.of(Role.TRANSCRIBE));
            List<HangUp> posted = simulator.hangUp(
                    URI.create(line.url()),
                    "rebalance-" + UUID.randomUUID().toString().substring(0, 8) + "-");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> simulator.stats().requests(SPEECH) > 3);
            try (Service stays = start(simulator, EnumSet.of(Role.TRANSCRIBE))) {
                assertThat(stays.url()).isNotBlank();
                leaves.close();

                CallIndex index = line.bean(CallIndex.class);
                for (HangUp each : posted) {
                    Awaitility.await(each.callId())
                            .atMost(Duration.ofSeconds(120))
                            .until(() -> index.find(Call.keyOf(each.source(), each.callId()))
                                    .flatMap(call -> call.reachedAt(CallState.ANALYZED))
                                    .isPresent());
                }
                assertThat(posted).allSatisfy(each -> assertThat(index.find(Call.keyOf(each.source(), each.callId()))
                                .flatMap(CallDocument::lastFailure))
                        .isEmpty());
            }
        }
    }

    private Service start(Simulator simulator, EnumSet<Role> roles) throws Exception {
        Map<String, Object> settings = OnTwins.surroundings(simulator);
        return Service.start(OnTwins.options(roles, home), settings);
    }

    private static int post(Service service, String callId, String recording) throws Exception {
        String body =
                "{\"call_id\":\"%s\",\"manager_id\":\"m-1\",\"recording_url\":\"%s\"}".formatted(callId, recording);
        return status(HttpRequest.newBuilder(URI.create(service.url() + "/webhook/new_call_recording"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static int get(Service service, String path) throws Exception {
        return status(HttpRequest.newBuilder(URI.create(service.url() + path)).build());
    }

    private static int status(HttpRequest request) throws Exception {
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
