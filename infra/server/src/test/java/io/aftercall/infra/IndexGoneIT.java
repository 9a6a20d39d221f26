package io.aftercall.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.analyze.AnalyzedCalls;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.CallQuery;
import io.aftercall.analyze.CallState;
import io.aftercall.embedded.EmbeddedElasticsearch;
import io.aftercall.infra.line.Role;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.RecordedCalls;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.simulator.Simulator;
import io.aftercall.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An Elasticsearch that hangs, answering nothing and closing nothing, while calls come in. */
class IndexGoneIT {
    private static final Duration LONG = Duration.ofSeconds(180);

    @TempDir
    Path home;

    private final String run = UUID.randomUUID().toString().substring(0, 8);

    @Test
    void takesCallsThroughEveryOtherStageAndShowsThemAllWhenTheIndexIsBack() throws Exception {
        try (EmbeddedElasticsearch elasticsearch = EmbeddedElasticsearch.start(home.resolve("elasticsearch"));
                Simulator simulator = Simulator.start(
                        SimulatorSettings.of(Path.of("../simulator/samples"), home.resolve("simulator")));
                Service service = start(elasticsearch, simulator)) {
            Http http = new Http(service.url());
            // Whatever is set up on first use is there before the index goes.
            CallIndex index = service.bean(CallIndex.class);
            assertThat(index.search(CallQuery.newest(1, 10)).total()).isZero();

            signal(elasticsearch, "STOP");
            List<String> keys;
            try {
                keys = simulator
                        .hangUp(
                                URI.create(service.url()),
                                run + "-",
                                Set.of("ru-angry-01", "en-won-01", "zh-price-01", "en-no-speech-01"))
                        .stream()
                        .map(each -> Call.keyOf(each.source(), each.callId()))
                        .toList();
                keys.forEach(key -> Awaitility.await(key).atMost(LONG).until(() -> isAnalyzed(service, key)));
                assertThat(http.post("/api/v1/reindex").status()).isEqualTo(202);
                assertThat(http.post("/api/v1/reindex"))
                        .as("one at a time, and this one waits for the index")
                        .isEqualTo(new Http.Answer(
                                409,
                                "{\"detail\":\"a reindex is under way; GET /api/v1/reindex tells how far it is\"}"));
            } finally {
                signal(elasticsearch, "CONT");
            }

            keys.forEach(key -> Awaitility.await(key)
                    .atMost(LONG)
                    // A reindex takes the index away for a moment.
                    .ignoreExceptionsInstanceOf(TransientFailure.class)
                    .until(() -> index.find(key)
                            .flatMap(call -> call.reachedAt(CallState.ANALYZED))
                            .isPresent()));
            Awaitility.await().atMost(LONG).until(() -> http.get("/api/v1/reindex")
                    .json()
                    .at("/state")
                    .asString()
                    .equals("DONE"));
            Awaitility.await().atMost(LONG).untilAsserted(() -> assertThat(
                            index.search(CallQuery.newest(1, 500)).calls())
                    .extracting(row -> row.callKey())
                    .containsAll(keys));
        }
    }

    private static boolean isAnalyzed(Service service, String key) {
        CallFolder folder = service.bean(CallFolder.class);
        return new RecordedCalls(folder)
                .stored(key)
                .flatMap(recorded -> new AnalyzedCalls(folder).stored(recorded.call()))
                .isPresent();
    }

    private Service start(EmbeddedElasticsearch elasticsearch, Simulator simulator) throws IOException {
        Map<String, Object> settings = new HashMap<>(OnTwins.surroundings(simulator));
        settings.put("aftercall.elasticsearch.url", elasticsearch.url());
        settings.put("aftercall.s3.bucket", "index-gone-" + run);
        return Service.start(OnTwins.options(EnumSet.allOf(Role.class), home), settings);
    }

    private static void signal(EmbeddedElasticsearch elasticsearch, String signal)
            throws IOException, InterruptedException {
        String pid = String.valueOf(elasticsearch.process().pid());
        assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor())
                .isZero();
    }
}
