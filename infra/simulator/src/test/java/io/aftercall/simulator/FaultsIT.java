package io.aftercall.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JacksonException;

class FaultsIT {
    private static final String CHAT = "/v1/chat/completions";

    @TempDir
    static Path temporary;

    private static Simulator simulator;

    @BeforeAll
    static void start() throws IOException {
        Path calls = Folders.ofCalls(temporary, 1, 2);
        simulator = Simulator.start(SimulatorSettings.of(calls, Path.of("target/cache")));
    }

    @AfterAll
    static void stop() throws IOException {
        simulator.close();
    }

    @BeforeEach
    void calm() {
        simulator.faults().set(Faults.NONE);
        simulator.stats().clear();
    }

    private static HttpResponse<byte[]> ask(String question) throws IOException, InterruptedException {
        return Http.ask(
                simulator.openAiUrl() + "/chat/completions",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + question + "\"}],"
                        + "\"response_format\":{\"type\":\"json_object\"}}");
    }

    @Test
    void answers429WithRetryAfter() throws Exception {
        simulator.faults().update(f -> f.withRateLimit(1, 17));

        HttpResponse<byte[]> answer = ask("a");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("17");
        assertThat(Http.json(answer).path("error").path("code").asString()).isEqualTo("rate_limit_exceeded");
    }

    @Test
    void answers500() throws Exception {
        simulator.faults().set(Faults.NONE.withErrorRate(1));

        assertThat(ask("a").statusCode()).isEqualTo(500);
        assertThat(simulator.stats().outcomes(CHAT)).containsEntry("error", 1);
    }

    @Test
    void cutsConnectionsBeforeAndInTheBody() {
        simulator.faults().set(Faults.NONE.withCutRate(1));

        for (int i = 0; i < 8; i++) {
            String question = "question " + i;
            assertThatThrownBy(() -> ask(question)).isInstanceOf(IOException.class);
        }

        assertThat(simulator.stats().outcomes(CHAT)).containsOnlyKeys("cut_before_body", "cut_in_body");
    }

    @Test
    void breaksTheBodyOrOnlyTheContentOfTheModel() throws Exception {
        simulator.faults().set(Faults.NONE.withMalformedRate(1));
        int brokenContents = 0;

        for (int i = 0; i < 8; i++) {
            HttpResponse<byte[]> answer = ask("question " + i);
            assertThat(answer.statusCode()).isEqualTo(200);
            try {
                String content =
                        Http.json(answer).at("/choices/0/message/content").asString();
                assertThatThrownBy(() -> Http.JSON.readTree(content)).isInstanceOf(JacksonException.class);
                brokenContents++;
            } catch (JacksonException e) {
                assertThat(Http.text(answer)).startsWith("{\"id\"");
            }
        }

        assertThat(simulator.stats().outcomes(CHAT))
                .containsEntry("malformed_content", brokenContents)
                .containsEntry("malformed_body", 8 - brokenContents);
    }

    @Test
    void drawsTheSameFatesAgain() throws Exception {
        simulator.faults().set(Faults.NONE.withErrorRate(0.5));

        List<Integer> first = statuses();
        simulator.stats().clear();

        assertThat(statuses()).isEqualTo(first).contains(200, 500);
    }

    private static List<Integer> statuses() throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            statuses.add(ask("question " + i % 5).statusCode());
        }
        return statuses;
    }

    @Test
    void countsWhatWasPaidForTheSameInput() throws Exception {
        ask("once");
        ask("twice");
        ask("twice");
        simulator.faults().set(Faults.NONE.withErrorRate(1));
        ask("once");

        assertThat(simulator.stats().paidByInput(CHAT).values()).containsExactlyInAnyOrder(1, 2);
        assertThat(simulator.stats().requests(CHAT)).isEqualTo(4);
        String prompt = "[{\"role\":\"user\",\"content\":\"once\"}]";
        assertThat(simulator.stats().requestsFor(FaultyService.sha256(prompt))).isEqualTo(2);
        assertThat(simulator.stats().paidFor(FaultyService.sha256(prompt))).isEqualTo(1);
    }

    @Test
    void strikesOnlyItsTargets() throws Exception {
        simulator.faults().set(Faults.NONE.withErrorRate(1).striking(Faults.Target.CHAT, Faults.Target.RECORDINGS));

        assertThat(ask("a").statusCode()).isEqualTo(200);
        assertThat(Http.ask(simulator.chatUrl(), "{}").statusCode()).isEqualTo(500);
        assertThat(Http.send("GET", simulator.pbxUrl() + "/recordings/call-0.wav", "")
                        .statusCode())
                .isEqualTo(500);
    }

    @Test
    void breaksARecordingOffInItsMiddle() throws Exception {
        simulator.faults().set(Faults.NONE.withMalformedRate(1).striking(Faults.Target.RECORDINGS));
        HttpRequest request = HttpRequest.newBuilder(URI.create(simulator.pbxUrl() + "/recordings/silence.wav"))
                .build();
        HttpResponse<InputStream> answer =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());

        assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(48_044);
        try (InputStream body = answer.body()) {
            assertThat(body.readNBytes(44)).startsWith('R', 'I', 'F', 'F');
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    @Test
    void namesTheInputInTheAnswerAndTellsWhenItWasPaidFor() throws Exception {
        Instant before = Instant.now();

        String id = Http.json(ask("a")).path("id").asString();
        ask("a");

        String input = simulator.stats().paidByInput(CHAT).keySet().iterator().next();
        assertThat(id).isEqualTo("chatcmpl-" + input.substring(0, 24));
        assertThat(simulator.stats().paidAt(input)).hasSize(2).allSatisfy(at -> assertThat(at)
                .isBetween(before, Instant.now()));
    }

    @Test
    void tellsTheLatenciesItsPaidRequestsDrewInTheirOrder() throws Exception {
        simulator.faults().set(Faults.NONE.withLatency(0, 20, 60));
        String prompt = "[{\"role\":\"user\",\"content\":\"%s\"}]";

        ask("a");
        ask("b");

        assertThat(simulator.stats().latencies(CHAT))
                .containsExactly(drawn(prompt.formatted("a")), drawn(prompt.formatted("b")));
    }

    private static long drawn(String prompt) {
        return Fate.of(simulator.faults().get(), Faults.Target.MODEL, 1, FaultyService.sha256(prompt), 1)
                .latencyMillis();
    }

    @Test
    void drawsLatenciesOfTheMeanAskedForAndNoneAboveTheCeiling() {
        Faults faults = Faults.NONE.withLatency(1000, 0, 60_000);
        long sum = 0;
        long slow = 0;
        for (int i = 0; i < 20_000; i++) {
            long latency =
                    Fate.of(faults, Faults.Target.SPEECH, 3, "input " + i, 1).latencyMillis();
            sum += latency;
            slow += latency > 3000 ? 1 : 0;
            assertThat(Fate.of(faults.withLatency(1000, 0, 50), Faults.Target.SPEECH, 3, "input " + i, 1)
                            .latencyMillis())
                    .isLessThanOrEqualTo(50);
            assertThat(Fate.of(faults.withLatencySpread(0), Faults.Target.SPEECH, 3, "input " + i, 1)
                            .latencyMillis())
                    .isEqualTo(1000);
        }

        assertThat(sum / 20_000).isBetween(950L, 1050L);
        assertThat(slow).isBetween(800L, 1300L);
        assertThat(Fate.of(faults, Faults.Target.MODEL, 3, "a", 1).latencyMillis())
                .isZero();
    }
}
