package io.aftercall.analyze.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import io.aftercall.analyze.Analysts;
import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallAnalysis.Criterion;
import io.aftercall.analyze.CallAnalysis.Outcome;
import io.aftercall.ingest.MemoryCallFolder;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.simulator.Faults;
import io.aftercall.simulator.Simulator;
import io.aftercall.simulator.SimulatorSettings;
import io.aftercall.transcribe.CallTranscribed;
import io.aftercall.transcribe.Transcripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The sample calls' scripts, judged over real HTTP by the simulator's model. */
class ModelJudgeIT {
    private static final String ENDPOINT = "/v1/chat/completions";
    private static final Path SAMPLES =
            Path.of("../infra/simulator/samples").toAbsolutePath().normalize();

    private static Simulator simulator;
    private static OpenAIClient client;

    @BeforeAll
    static void start(@TempDir Path cache) throws IOException {
        simulator = Simulator.start(SimulatorSettings.of(SAMPLES, cache));
        client = OpenAIOkHttpClient.builder()
                .apiKey("test")
                .baseUrl(simulator.openAiUrl())
                .maxRetries(0)
                .build();
    }

    @AfterAll
    static void stop() throws IOException {
        simulator.close();
    }

    @BeforeEach
    void reset() {
        simulator.faults().set(Faults.NONE);
        simulator.stats().clear();
    }

    private static JsonNode script(String id) throws IOException {
        return JsonMapper.builder().build().readTree(Files.readAllBytes(SAMPLES.resolve("scripts/" + id + ".json")));
    }

    private static CallTranscribed call(String id) throws IOException {
        JsonNode script = script(id);
        String[] lines = script.path("turns")
                .valueStream()
                .map(turn -> (turn.path("speaker").asString().equals("customer") ? "customer: " : "agent: ")
                        + turn.path("text").asString())
                .toArray(String[]::new);
        return Transcripts.aTranscribedCall(
                id, Transcripts.aTranscriptIn(script.path("lang").asString(), lines));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"zh-won-01", "zh-robot-01", "ru-angry-01", "ru-voicemail-01", "en-won-01", "en-no-budget-01"})
    void findsWhatACarefulReaderFound(String id) throws IOException {
        JsonNode reader = script(id).path("judgement");

        CallAnalysis analysis = Analysts.asking(client, new MemoryCallFolder())
                .analyze(call(id))
                .analysis();

        assertThat(analysis.outcome()).isEqualTo(Outcome.JUDGED);
        assertThat(analysis.engine().name()).isEqualTo("model");
        assertThat(analysis.criteria()).hasSize(8).allSatisfy(c -> assertThat(
                        c.verdict().name().toLowerCase(java.util.Locale.ROOT))
                .as(c.id())
                .isEqualTo(reader.at("/criteria/" + c.id() + "/verdict").asString()));
        // A mailbox is no sales talk: its criteria are judged, a score would mislead.
        assertThat(analysis.score() == null).isEqualTo(id.contains("voicemail"));
        assertThat(analysis.summary()).isEqualTo(reader.path("summary").asString());
        assertThat(analysis.emotion().label().name())
                .isEqualToIgnoringCase(reader.at("/emotion/label").asString());
        assertThat(analysis.objections()).hasSize(reader.path("objections").size());
        assertThat(analysis.churn().signals())
                .hasSize(reader.at("/churn/signals").size());
        assertThat(analysis.rounds()).isNotEmpty();
        assertThat(simulator.stats().requests(ENDPOINT)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh-price-01", "ru-angry-01", "en-churn-01"})
    void judgesALongCallInParts(String id) throws IOException {
        CallAnalysis whole = Analysts.asking(client, new MemoryCallFolder())
                .analyze(call(id))
                .analysis();
        simulator.stats().clear();

        CallAnalysis parts = Analysts.asking(client, new MemoryCallFolder(), 500)
                .analyze(call(id))
                .analysis();

        assertThat(whole.requests()).isEqualTo(new CallAnalysis.Requests(1, 0, 0));
        assertThat(parts.requests().parts()).isGreaterThan(1);
        assertThat(simulator.stats().requests(ENDPOINT))
                .isEqualTo(1 + parts.requests().parts());
        assertThat(parts.engine().name()).isEqualTo("model");
        assertThat(parts.criteria())
                .anyMatch(c -> c.verdict().scored() && !c.evidence().isEmpty());
        assertThat(parts.rounds()).isNotEmpty();
    }

    /** In docs/judging. */
    @Test
    void scoresTheExampleOfTheGuide() throws IOException {
        CallAnalysis analysis = Analysts.asking(client, new MemoryCallFolder())
                .analyze(call("en-competitor-01"))
                .analysis();

        assertThat(analysis.score().points()).isEqualTo(83);
        assertThat(analysis.score().level()).isEqualTo("A");
        assertThat(analysis.objections())
                .extracting(CallAnalysis.Objection::kind)
                .containsExactly("competitor", "price");
        assertThat(analysis.promises()).isNotEmpty();
        assertThat(analysis.customer().type()).isEqualTo("commercial");
        assertThat(analysis.emotion().concerns()).isNotEmpty();
        assertThat(analysis.strengths()).isNotEmpty();
        assertThat(analysis.improve()).isNotEmpty();
        assertThat(analysis.nextStep()).isNotNull();
        assertThat(analysis.rounds()).anyMatch(round -> round.score() != null);
    }

    @Test
    void scoresAnUnknownCallByItsWordsAndOnlyByThem() {
        CallTranscribed unknown = Transcripts.aTranscribedCall(
                "unknown",
                "agent: Good morning, this is Ann.",
                "customer: The price is too expensive for me.",
                "agent: I will send you the details tomorrow. Thank you!");

        CallAnalysis analysis =
                Analysts.asking(client, new MemoryCallFolder()).analyze(unknown).analysis();

        assertThat(analysis.engine().name()).isEqualTo("model");
        assertThat(analysis.criteria()).extracting(Criterion::id).contains("greeting", "courtesy");
        assertThat(analysis.engine().because()).isNull();
    }

    @Test
    void waitsAsLongAsTheModelAsks() throws IOException {
        simulator.faults().set(Faults.NONE.withRateLimit(1, 7));
        CallTranscribed call = call("en-won-01");

        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(
                        () -> Analysts.asking(client, new MemoryCallFolder()).analyze(call))
                .satisfies(e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(7)));
        assertThat(simulator.stats().requests(ENDPOINT)).isEqualTo(1);
    }

    @Test
    void treatsACutConnectionAsAnOutage() throws IOException {
        simulator.faults().set(Faults.NONE.withCutRate(1));
        CallTranscribed call = call("en-won-01");

        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(
                        () -> Analysts.asking(client, new MemoryCallFolder()).analyze(call))
                .withMessageContaining("generic-en-won-01");
    }

    @Test
    void paysOnceForACallThatComesAgain() throws IOException {
        MemoryCallFolder folder = new MemoryCallFolder();
        CallTranscribed call = call("ru-won-01");

        CallAnalysis first = Analysts.asking(client, folder).analyze(call).analysis();

        assertThat(Analysts.asking(client, folder).analyze(call).analysis()).isEqualTo(first);
        assertThat(simulator.stats().requests(ENDPOINT)).isEqualTo(1);
    }
}
