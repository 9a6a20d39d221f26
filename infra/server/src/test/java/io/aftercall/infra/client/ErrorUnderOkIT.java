package io.aftercall.infra.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.openai.client.OpenAIClient;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aftercall.infra.ManualClock;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.transcribe.ModelFailure;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that answers 200 to everything, also where it has nothing to say but an error. */
class ErrorUnderOkIT {
    private HttpServer server;
    private OpenAIClient client;
    private volatile String answer = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1", this::handle);
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
        ManualClock clock = new ManualClock();
        client = new Providers(
                        clock, new SimpleMeterRegistry(), ProviderLimiterTest.circuits(clock), Duration.ofMinutes(10))
                .client(
                        Dependency.Kind.MODEL,
                        new ClientSettings.OpenAi(
                                url,
                                null,
                                Duration.ofSeconds(20),
                                new ClientSettings.Limit(4, null, null, Duration.ofSeconds(5))));
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] body = answer.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void chat() {
        client.chat()
                .completions()
                .withRawResponse()
                .create(ChatCompletionCreateParams.builder()
                        .model("m")
                        .addUserMessage("Hello?")
                        .build());
    }

    private void transcribe() {
        client.audio()
                .transcriptions()
                .withRawResponse()
                .create(TranscriptionCreateParams.builder()
                        .model("m")
                        .file(new byte[] {1})
                        .build());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\":{\"message\":\"upstream is overloaded\",\"code\":429}} | 429",
                "{\"error\":{\"message\":\"no worker\",\"code\":502},\"choices\":[]} | 502",
                "{\"id\":\"x\",\"error\":{\"message\":\"no worker\",\"code\":\"busy\"}} | 503",
                "{\"error\":{\"message\":\"bad request\",\"code\":400}} | 503",
                "{\"error\":\"model is loading\"} | 503"
            })
    void isTakenForWhatItSays(String body, int status) {
        answer = body;

        for (Runnable request : List.<Runnable>of(this::chat, this::transcribe)) {
            assertThatExceptionOfType(OpenAIServiceException.class)
                    .isThrownBy(request::run)
                    .satisfies(e -> assertThat(e.statusCode()).isEqualTo(status))
                    .satisfies(e -> assertThat(ModelFailure.of("the model", "call-1", e))
                            .isInstanceOf(TransientFailure.class));
        }
    }

    @Test
    void isNoErrorWhereTheErrorIsNull() {
        answer = "{\"error\":null,\"text\":\"hello\"}";

        transcribe();
    }

    @Test
    void leavesBrokenJsonToWhoeverAsked() {
        answer = "{\"text\":\"hel";

        transcribe();
    }
}
