package io.aftercall.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadCommandTest {
    private static final String LETTERS = """
            {"total":2,"page":1,"size":50,"pages":1,"letters":[
             {"id":"failed-3-17","at":"2026-03-02T09:15:30Z","callKey":"generic-1","stage":"transcribe",
              "reason":"recording of call generic-1: 44 bytes,\\n no audio stream"},
             {"id":"recorded.dead-0-4","at":"2026-03-02T09:15:29Z","callKey":"robot-long-key","stage":"transcribe",
              "reason":"cannot be read"}]}""";

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private Runnable onceAskedThreeTimes = () -> {};
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            if (asked.size() == 3) {
                onceAskedThreeTimes.run();
            }
            String answer = answers.getOrDefault(exchange.getRequestURI().getPath(), "404 {\"detail\":\"not there\"}");
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
    void listsInColumnsCutToTheTerminal() throws Exception {
        answers.put("/api/v1/dead", "200 " + LETTERS);

        assertThat(run(new DemoBoard.Terminal(80, 24), "list", "--stage=transcribe"))
                .isZero();

        assertThat(asked).containsExactly("GET /api/v1/dead?page=1&stage=transcribe Bearer secret");
        assertThat(printed.toString(UTF_8).lines().limit(3))
                .containsExactly(
                        "ID                 WHEN                 CALL            STAGE       REASON",
                        "failed-3-17        2026-03-02 09:15:30  generic-1       transcribe  recording o",
                        "recorded.dead-0-4  2026-03-02 09:15:29  robot-long-key  transcribe  cannot be r");
    }

    @Test
    void cutsNothingWhereItsOutputGoesElsewhere() throws Exception {
        answers.put("/api/v1/dead", "200 " + LETTERS);

        run(DemoBoard.Terminal.NONE, "list");

        assertThat(printed.toString(UTF_8)).contains("recording of call generic-1: 44 bytes, no audio stream");
    }

    @Test
    void showsTheBeginningOfALargeEventAndSavesAllOfIt(@TempDir Path folder) throws Exception {
        String event = "{\"text\":\"" + "x".repeat(10_000) + "\"}";
        answers.put(
                "/api/v1/dead/failed-3-17",
                "200 {\"id\":\"failed-3-17\",\"at\":\"2026-03-02T09:15:30Z\",\"callKey\":\"generic-1\","
                        + "\"stage\":\"analyze\",\"reason\":\"too long\",\"topic\":\"calls.transcribed\","
                        + "\"eventBytes\":10011,\"event\":\"" + event.replace("\"", "\\\"") + "\"}");
        Path file = folder.resolve("event.json");

        assertThat(run(DemoBoard.Terminal.NONE, "show", "failed-3-17")).isZero();
        assertThat(printed.toString(UTF_8))
                .contains("reason  too long", "event   10011 bytes", "characters more; --save=FILE saves")
                .hasSizeLessThan(5_000);

        assertThat(run(DemoBoard.Terminal.NONE, "show", "failed-3-17", "--save=" + file))
                .isZero();
        assertThat(file).hasContent(event);
        assertThat(Files.size(file)).isEqualTo(10_011);
    }

    @Test
    void saysWhatItReplayedAndFailsWhenItCouldNotReplayAll() throws Exception {
        answers.put(
                "/api/v1/dead/failed-3-17/replay",
                "200 {\"id\":\"failed-3-17\",\"callKey\":\"generic-1\",\"stage\":\"record\",\"to\":\"calls.hungup\","
                        + "\"bytes\":210}");

        assertThat(run(DemoBoard.Terminal.NONE, "replay", "failed-3-17", "failed-9-9", "--stage=record"))
                .isEqualTo(1);

        assertThat(printed.toString(UTF_8))
                .isEqualToNormalizingNewlines(
                        "failed-3-17: call generic-1 is taken up at record; 210 bytes sent to calls.hungup\n");
        assertThat(asked).last().isEqualTo("POST /api/v1/dead/failed-9-9/replay?stage=record Bearer secret");
    }

    @Test
    void saysWhatToSetWhenNobodyAnswersOrATokenIsWanted() throws Exception {
        answers.put("/api/v1/dead", "401 {\"detail\":\"a valid token is required\"}");
        assertThatThrownBy(() -> run(DemoBoard.Terminal.NONE, "list"))
                .isInstanceOf(IOException.class)
                .hasMessage(url() + " does not accept the token in AFTERCALL_API_TOKEN");

        String away = url();
        server.stop(0);
        assertThatThrownBy(() -> run(DemoBoard.Terminal.NONE, "list"))
                .isInstanceOf(IOException.class)
                .hasMessage("nobody answers at " + away
                        + ": is the service up (./aftercall up)? AFTERCALL_URL says where it is");
    }

    @Test
    void refusesWordsItDoesNotKnow() {
        for (String[] words : new String[][] {
            {},
            {"lost"},
            {"list", "all"},
            {"list", "--stages=record"},
            {"show"},
            {"show", "a", "b"},
            {"replay"},
            {"replay", "--all", "failed-3-17"},
            {"replay", "failed-3-17", "--from=record"},
            {"list", "--stage="}
        }) {
            assertThatThrownBy(() -> run(DemoBoard.Terminal.NONE, words))
                    .as(String.join(" ", words))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void watchesAReindexUntilItHasEnded() throws Exception {
        answers.put("/api/v1/reindex", "202 {\"state\":\"RUNNING\",\"calls\":7,\"done\":1,\"problems\":[]}");
        onceAskedThreeTimes = () -> answers.put(
                "/api/v1/reindex",
                "200 {\"state\":\"DONE\",\"calls\":7,\"done\":7,\"problems\":[],\"problemCount\":0,"
                        + "\"startedAt\":\"2026-03-02T09:15:30Z\",\"endedAt\":\"2026-03-02T09:15:34Z\"}");
        ReindexCommand command = new ReindexCommand(
                service(), new PrintStream(printed, true, UTF_8), DemoBoard.Terminal.NONE, Duration.ofMillis(1));

        assertThat(command.run(List.of())).isZero();

        assertThat(printed.toString(UTF_8)).contains("1 of 7 calls", "7 of 7 calls", "7 calls in 4 s, 0 with problems");
    }

    private int run(DemoBoard.Terminal terminal, String... words) throws IOException, InterruptedException {
        return new DeadCommand(service(), new PrintStream(printed, true, UTF_8), terminal, ZoneOffset.UTC)
                .run(List.of(words));
    }

    private ServiceClient service() {
        return ServiceClient.of(Map.of("AFTERCALL_URL", url() + "/", "AFTERCALL_API_TOKEN", "secret"));
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }
}
