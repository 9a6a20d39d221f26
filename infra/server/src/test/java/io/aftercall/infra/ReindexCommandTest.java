package io.aftercall.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReindexCommandTest {
    private static final String STARTED = "202 {\"state\":\"COUNTING\",\"startedAt\":\"2026-03-02T10:00:00Z\"}";
    private static final String RUNNING =
            "200 {\"state\":\"RUNNING\",\"calls\":9,\"done\":4,\"startedAt\":\"2026-03-02T10:00:00Z\"}";

    private final Deque<String> answers = new ArrayDeque<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/reindex", exchange -> {
            String answer = answers.pop();
            byte[] body = answer.substring(4).getBytes(UTF_8);
            exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void watchesAReindexToItsEnd() throws Exception {
        answers.addAll(List.of(
                STARTED,
                RUNNING,
                "200 {\"state\":\"DONE\",\"calls\":9,\"done\":9,\"startedAt\":\"2026-03-02T10:00:00Z\","
                        + "\"endedAt\":\"2026-03-02T10:00:07Z\",\"problemCount\":0}"));

        assertThat(run()).isZero();
        assertThat(printed.toString(UTF_8)).endsWith("9 calls in 7 s, 0 with problems\n");
    }

    @Test
    void tellsOfAReindexThatARestartOfTheServiceCutShort() throws Exception {
        answers.addAll(
                List.of(STARTED, RUNNING, "200 {\"state\":\"NEVER\",\"calls\":0,\"done\":0,\"problemCount\":0}"));

        assertThat(run()).isEqualTo(1);
        assertThat(printed.toString(UTF_8)).doesNotContain("with problems");
    }

    private int run() throws Exception {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return new ReindexCommand(
                        ServiceClient.of(Map.of("AFTERCALL_URL", url)),
                        new PrintStream(printed, true, UTF_8),
                        new DemoBoard.Terminal(80, 24),
                        Duration.ofMillis(1))
                .run(List.of());
    }
}
