package io.aftercall.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SimulatorIT {
    @TempDir
    static Path temporary;

    private static Path calls;
    private static Simulator simulator;

    @BeforeAll
    static void start() throws IOException {
        calls = Folders.ofCalls(temporary.resolve("calls"), 3, 4);
        simulator = Simulator.start(SimulatorSettings.of(calls, Path.of("target/cache")));
    }

    @AfterAll
    static void stop() throws IOException {
        simulator.close();
    }

    @BeforeEach
    void forget() {
        simulator.stats().clear();
        simulator.clearChat();
    }

    @Test
    void servesRecordingsWholeAndInRanges() throws Exception {
        byte[] file = Files.readAllBytes(calls.resolve("call-1.wav"));
        String url = simulator.pbxUrl() + "/recordings/call-1.wav";

        HttpResponse<byte[]> head = Http.send("HEAD", url, "");
        HttpResponse<byte[]> whole = Http.send("GET", url, "");
        HttpResponse<byte[]> middle = Http.send("GET", url, "", "Range", "bytes=10-19");
        HttpResponse<byte[]> end = Http.send("GET", url, "", "Range", "bytes=-7");
        HttpResponse<byte[]> beyond = Http.send("GET", url, "", "Range", "bytes=" + file.length + "-");

        assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(file.length);
        assertThat(whole.body()).isEqualTo(file);
        assertThat(middle.statusCode()).isEqualTo(206);
        assertThat(middle.headers().firstValue("Content-Range")).hasValue("bytes 10-19/" + file.length);
        assertThat(middle.body()).isEqualTo(Arrays.copyOfRange(file, 10, 20));
        assertThat(end.body()).isEqualTo(Arrays.copyOfRange(file, file.length - 7, file.length));
        assertThat(beyond.statusCode()).isEqualTo(416);
    }

    @Test
    void playsTheRecordApiOfTheRobotPlatformForRobotsCallsAlone() throws Exception {
        Path samples = Path.of("samples");
        try (Simulator robots = Simulator.start(SimulatorSettings.of(samples, Path.of("target/cache")))) {
            String api = robots.pbxUrl() + "/v1";
            JsonNode record = Http.json(Http.send("GET", api + "/record/run-zh-robot-01", ""))
                    .path("data");
            String details = "/task/record_info/" + record.path("task_id").asString() + "/"
                    + record.path("id").asString();
            JsonNode rounds = Http.json(Http.send("GET", api + details, "")).at("/data/records");

            assertThat(record.path("callid").asString()).isEqualTo("run-zh-robot-01");
            assertThat(rounds.findValuesAsString("notify"))
                    .startsWith("enter", "asrprogress_notify", "asrmessage_notify");
            assertThat(rounds.path(2).path("answer_content").asString()).isNotBlank();
            assertThat(Http.send("GET", api + "/record/run-en-won-01", "").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void servesRecordingsWithWhichSomethingIsWrong() throws Exception {
        String base = simulator.pbxUrl() + "/recordings/";

        assertThat(Http.send("GET", base + "missing.wav", "").statusCode()).isEqualTo(404);
        assertThat(Http.send("GET", base + "44-bytes.wav", "").body()).hasSize(44);
        assertThat(Http.text(Http.send("GET", base + "not-audio.wav", ""))).startsWith("<html>");
        assertThat(Http.send("GET", base + "silence.wav", "").body()).hasSize(44 + 3 * 8000 * 2);
        assertThat(Http.send("GET", base + "..%5Cpom.xml", "").statusCode()).isNotEqualTo(200);
    }

    @Test
    void hangsUpEveryCallInItsDialectUntilItIsTaken() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        HttpServer target = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        target.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(exchange.getRequestURI() + " " + body);
            exchange.sendResponseHeaders(received.size() == 1 ? 503 : 200, -1);
            exchange.close();
        });
        target.start();

        List<HangUp> posted = simulator.hangUp(
                URI.create("http://127.0.0.1:" + target.getAddress().getPort() + "/"), "run7-");
        target.stop(0);

        assertThat(posted)
                .containsExactly(
                        new HangUp("run7-call-0", "generic", "call-0.wav", 200),
                        new HangUp("run7-call-1", "robot", "call-1.wav", 200),
                        new HangUp("run7-call-2", "generic", "call-2.wav", 200));
        assertThat(received).hasSize(4);
        assertThat(received.get(0)).isEqualTo(received.get(1)).startsWith("/webhook/new_call_recording ");
        JsonNode generic =
                Http.JSON.readTree(received.get(0).substring(received.get(0).indexOf('{')));
        assertThat(generic.propertyNames())
                .contains("call_id", "manager_id", "recording_url", "callee", "started_at", "ended_at")
                .doesNotContain("customer_id");
        HttpResponse<byte[]> recording =
                Http.send("GET", generic.path("recording_url").asString(), "");
        assertThat(recording.body()).isEqualTo(Files.readAllBytes(calls.resolve("call-0.wav")));
        assertThat(received.get(2)).startsWith("/api/hangup_notify ");
        String form = URLDecoder.decode(received.get(2), StandardCharsets.UTF_8);
        assertThat(form.split("&")).hasSize(13);
        assertThat(form)
                .contains("callid=run7-call-1", "recordfile=/mnt/smartivr/recordings/call-1.wav", "bill=13800")
                .containsPattern("calldatetime=\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d&");
    }

    @Test
    void keepsWhatTheChatRobotIsSent() throws Exception {
        HttpResponse<byte[]> answer =
                Http.send("POST", simulator.chatUrl() + "?key=k", "{\"text\":\"你好\"}", "X-A", "1");

        assertThat(Http.text(answer)).isEqualTo("{\"ok\":true}");
        ChatMessage message = simulator.chatMessages().getFirst();
        assertThat(message.body()).isEqualTo("{\"text\":\"你好\"}");
        assertThat(message.query()).isEqualTo("key=k");
        assertThat(message.headers()).containsEntry("x-a", "1");
        assertThat(Http.json(Http.send("GET", simulator.chatUrl() + "/messages", "")))
                .hasSize(1);
        assertThat(Http.send("DELETE", simulator.chatUrl() + "/messages", "").statusCode())
                .isEqualTo(200);
        assertThat(simulator.chatMessages()).isEmpty();
    }

    @Test
    void refusesInOpenAisEnvelope() throws Exception {
        HttpResponse<byte[]> noKey = Http.send("POST", simulator.openAiUrl() + "/chat/completions", "{}");
        HttpResponse<byte[]> noModel = Http.ask(simulator.openAiUrl() + "/chat/completions", "{\"messages\":[]}");
        HttpResponse<byte[]> noJson = Http.ask(simulator.openAiUrl() + "/responses", "{");
        HttpResponse<byte[]> noFile = Http.send(
                "POST",
                simulator.openAiUrl() + "/audio/transcriptions",
                "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n--b--\r\n",
                "Authorization",
                "Bearer any",
                "Content-Type",
                "multipart/form-data; boundary=b");
        HttpResponse<byte[]> nowhere = Http.ask(simulator.openAiUrl() + "/images", "{}");

        assertThat(noKey.statusCode()).isEqualTo(401);
        assertThat(noModel.statusCode()).isEqualTo(400);
        assertThat(Http.json(noModel).path("error").path("param").asString()).isEqualTo("model");
        assertThat(noJson.statusCode()).isEqualTo(400);
        assertThat(noFile.statusCode()).isEqualTo(400);
        assertThat(Http.json(noFile).path("error").path("param").asString()).isEqualTo("file");
        assertThat(nowhere.statusCode()).isEqualTo(404);
        assertThat(Http.json(nowhere).path("error").propertyNames())
                .containsExactlyInAnyOrder("message", "type", "param", "code");
    }

    @Test
    void refusesFaultSettingsThatDoNotExist() throws Exception {
        HttpResponse<byte[]> refused = Http.send("PUT", simulator.pbxUrl() + "/simulator/faults", "{\"errorRat\":0.5}");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Http.text(refused)).contains("errorRat");
        assertThat(Http.send("PUT", simulator.pbxUrl() + "/simulator/faults", "{\"errorRate\":1.5}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(simulator.faults().get()).isEqualTo(Faults.NONE);
    }
}
