package io.aftercall.infra.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.openai.client.OpenAIClient;
import com.openai.errors.InternalServerException;
import com.openai.errors.OpenAIIoException;
import com.openai.errors.RateLimitException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.aftercall.infra.ManualClock;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.simulator.Faults;
import io.aftercall.simulator.Simulator;
import io.aftercall.simulator.SimulatorSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over real HTTP, against the simulator's model. */
class ProvidersIT {
    private static final String ENDPOINT = "/v1/chat/completions";

    private static Simulator simulator;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<OpenAIClient> clients = new ArrayList<>();
    private final AtomicInteger questions = new AtomicInteger();

    @BeforeAll
    static void start(@TempDir Path cache) throws IOException {
        simulator = Simulator.start(SimulatorSettings.of(
                Path.of("../simulator/samples").toAbsolutePath().normalize(), cache));
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

    @AfterEach
    void stopAsking() {
        threads.shutdownNow();
        clients.forEach(OpenAIClient::close);
    }

    private OpenAIClient client(Clock clock, ClientSettings.Limit limit) {
        OpenAIClient client = new Providers(clock, meters, ProviderLimiterTest.circuits(clock), Duration.ofMinutes(10))
                .client(
                        Dependency.Kind.MODEL,
                        new ClientSettings.OpenAi(simulator.openAiUrl(), null, Duration.ofSeconds(20), limit));
        clients.add(client);
        return client;
    }

    private static ClientSettings.Limit upTo(int inFlight) {
        return new ClientSettings.Limit(inFlight, null, null, Duration.ofSeconds(5));
    }

    private ChatCompletion ask(OpenAIClient client) {
        return client.chat()
                .completions()
                .create(ChatCompletionCreateParams.builder()
                        .model("gpt-5.4-mini")
                        .addUserMessage("Say something, for the " + questions.incrementAndGet() + ". time.")
                        .maxCompletionTokens(16)
                        .build());
    }

    private void askAtOnce(OpenAIClient client, int times) throws Exception {
        List<Future<ChatCompletion>> answers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            answers.add(threads.submit(() -> ask(client)));
        }
        for (Future<ChatCompletion> answer : answers) {
            assertThat(answer.get(60, TimeUnit.SECONDS).choices()).isNotEmpty();
        }
    }

    private double counted(String outcome) {
        return meters.get("aftercall.provider.requests")
                .tags("kind", "model", "outcome", outcome)
                .counter()
                .count();
    }

    private double shown(String gauge) {
        return meters.get("aftercall.provider." + gauge).gauge().value();
    }

    @Test
    void sendsNothingDuringAPauseAndFewAtATimeAfterIt() throws Exception {
        ManualClock clock = new ManualClock();
        simulator.faults().set(Faults.NONE.withRateLimit(1, 90));
        OpenAIClient client = client(clock, upTo(32));
        assertThatExceptionOfType(RateLimitException.class).isThrownBy(() -> ask(client));
        simulator.faults().set(Faults.NONE.withLatency(0, 200, 400));
        clock.passes(Duration.ofSeconds(84));
        for (int i = 0; i < 20; i++) {
            assertThatExceptionOfType(TransientFailure.class)
                    .isThrownBy(() -> ask(client))
                    .withMessageEndingWith(" asked for a pause until 2026-03-02T12:01:30Z")
                    .satisfies(e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(6)));
        }
        assertThat(simulator.stats().requests(ENDPOINT)).isEqualTo(1);
        assertThat(shown("held")).isEqualTo(6);

        clock.passes(Duration.ofSeconds(6));
        simulator.stats().clear();
        askAtOnce(client, 3);
        assertThat(simulator.stats().mostInFlight(ENDPOINT)).isLessThanOrEqualTo(2);
        askAtOnce(client, 12);
        assertThat(simulator.stats().mostInFlight(ENDPOINT)).isLessThanOrEqualTo(8);
        assertThat(simulator.stats().outcomes(ENDPOINT)).containsOnly(Map.entry("ok", 15));
        assertThat(counted("limited")).isEqualTo(1);
        assertThat(counted("withheld")).isEqualTo(20);
        assertThat(counted("ok")).isEqualTo(15);
        assertThat(shown("allowed")).isEqualTo(16);
        assertThat(shown("inflight")).isZero();
    }

    @Test
    void waitsOutAShortPauseItself() {
        simulator.faults().set(Faults.NONE.withRateLimit(1, 1));
        OpenAIClient client = client(Clock.systemUTC(), upTo(32));
        assertThatExceptionOfType(RateLimitException.class).isThrownBy(() -> ask(client));
        simulator.faults().set(Faults.NONE);

        assertThat(ask(client).choices()).isNotEmpty();
        assertThat(simulator.stats().outcomes(ENDPOINT)).containsEntry("ok", 1).containsEntry("rate_limited", 1);
    }

    @Test
    void keepsToTheCap() throws Exception {
        simulator.faults().set(Faults.NONE.withLatency(0, 100, 200));
        OpenAIClient client = client(Clock.systemUTC(), upTo(4));
        askAtOnce(client, 24);
        assertThat(simulator.stats().mostInFlight(ENDPOINT)).isLessThanOrEqualTo(4);
    }

    @Test
    void sendsFewerAtATimeWhileTheProviderIsInTrouble() throws Exception {
        simulator.faults().set(Faults.NONE.withErrorRate(1));
        OpenAIClient client = client(Clock.systemUTC(), upTo(32));
        for (int i = 0; i < 6; i++) {
            assertThatExceptionOfType(InternalServerException.class).isThrownBy(() -> ask(client));
        }
        assertThat(shown("allowed")).isEqualTo(1);

        simulator.faults().set(Faults.NONE.withLatency(0, 200, 400));
        simulator.stats().clear();
        askAtOnce(client, 3);
        assertThat(simulator.stats().mostInFlight(ENDPOINT)).isLessThanOrEqualTo(2);
    }

    @Test
    void takesACutConnectionForTrouble() {
        simulator.faults().set(Faults.NONE.withCutRate(1));
        OpenAIClient client = client(Clock.systemUTC(), upTo(32));
        assertThatExceptionOfType(OpenAIIoException.class).isThrownBy(() -> ask(client));
        assertThat(counted("unanswered")).isEqualTo(1);
        assertThat(shown("allowed")).isEqualTo(16);
        assertThat(shown("inflight")).isZero();
    }

    @Test
    void keepsToTheTokensAMinute() {
        ManualClock clock = new ManualClock();
        OpenAIClient client = client(clock, new ClientSettings.Limit(4, null, 60, Duration.ofSeconds(5)));
        ask(client);

        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(() -> ask(client))
                .withMessageContaining(" has no turn for it before 2026-03-02T12:00:");
        assertThat(simulator.stats().requests(ENDPOINT)).isEqualTo(1);
    }
}
