package io.aftercall.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.infra.Http.Answer;
import io.aftercall.infra.line.Role;
import io.aftercall.simulator.Simulator;
import io.aftercall.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Conversations handed in over HTTP to the whole service on real parts; PBX and models are stood in for. */
class AuditIT {
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final Path SAMPLES = Path.of("../simulator/samples");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    static Path home;

    private static Simulator simulator;
    private static Service service;
    private static Http http;

    @BeforeAll
    static void start() throws IOException {
        simulator = Simulator.start(SimulatorSettings.of(SAMPLES, home.resolve("simulator")));
        Map<String, Object> settings = OnTwins.surroundings(simulator);
        settings.put("aftercall.audit.patience", "100s");
        settings.put("aftercall.ingest.max-recording", "5MB");
        service = Service.start(OnTwins.options(EnumSet.allOf(Role.class), home), settings);
        http = new Http(service.url());
    }

    @AfterAll
    static void stop() throws IOException {
        service.close();
        simulator.close();
    }

    @Test
    void judgesATextOnTheSpotWithTheSentenceBehindEveryPoint() throws Exception {
        Answer answer = text(spoken("ru-angry-01"), "Manager+");
        JsonNode verdict = answer.json();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(verdict.propertyNames())
                .containsExactly(
                        "total_score",
                        "criteria",
                        "summary",
                        "recommendations",
                        "raw_model_output",
                        "evidence",
                        "level",
                        "call_key",
                        "engine",
                        "original");
        assertThat(verdict.path("total_score").asInt()).isBetween(1, 100);
        assertThat(verdict.path("level").asString()).matches("[A-D]");
        assertThat(verdict.path("criteria").size()).isGreaterThan(3);
        assertThat(verdict.path("summary").asString()).isNotBlank();
        assertThat(verdict.path("recommendations").asString()).isNotBlank();
        assertThat(verdict.at("/raw_model_output/0/choices/0/message/content").asString())
                .isNotBlank();
        assertThat(verdict.at("/engine/name").asString()).isEqualTo("model");
        verdict.path("evidence").forEach(proof -> proof.path("quotes")
                .forEach(quote -> assertThat(quote.path("quote").asString()).isNotBlank()));
    }

    @Test
    void showsATextAsACallLikeAnyOther() throws Exception {
        String key =
                text(spoken("en-won-01"), "Client+").json().path("call_key").asString();

        JsonNode call = Awaitility.await()
                .atMost(LONG)
                .until(
                        () -> http.get("/api/v1/calls/" + key).json(),
                        found ->
                                found.path("summary").path("state").asString("").equals("analyzed"));

        assertThat(call.at("/call/source").asString()).isEqualTo("audit");
        assertThat(call.at("/timeline").findValuesAsString("stage"))
                .contains("hungUp", "recorded", "transcribed", "analyzed");
        assertThat(call.at("/transcript/utterances").findValuesAsString("speaker"))
                .contains("AGENT", "CUSTOMER");
        assertThat(http.get("/calls/" + key + "?lang=en").body()).contains("Handed in for audit");
    }

    @Test
    void asksTheModelOnceForTheSameTextHoweverOftenItIsHandedIn() throws Exception {
        String text = spoken("zh-price-01") + "\n" + UUID.randomUUID();
        Answer first = text(text, "Диалог");
        int paid = paid();

        List<Answer> again = List.of(text(text, "dialogue"), text(text, "Dialog"), text(text, " диалог"));

        assertThat(again).allMatch(each -> each.body().equals(first.body()));
        assertThat(paid()).isEqualTo(paid);
    }

    @Test
    void asksTheModelOnceForTheSameTextAtTheSameTime() throws Exception {
        String text = spoken("ru-competitor-01") + "\n" + UUID.randomUUID();
        int before = paid();

        Callable<Answer> person = () -> text(text, "Manager+");
        List<Answer> answers;
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            answers = people.invokeAll(Collections.nCopies(6, person)).stream()
                    .map(Future::resultNow)
                    .toList();
        }

        assertThat(answers)
                .allMatch(each -> each.status() == 200)
                .extracting(Answer::body)
                .containsOnly(answers.getFirst().body());
        assertThat(paid() - before).isEqualTo(1);
    }

    @Test
    void judgesTheSeedsExampleWithoutAScoreBecauseTooLittleWasSaid() throws Exception {
        JsonNode verdict =
                text("Клиент: Привет! Менеджер: Добрый день!", "Manager+").json();

        assertThat(verdict.path("total_score").isNull()).isTrue();
        assertThat(verdict.path("level").isNull()).isTrue();
        assertThat(verdict.path("recommendations").asString()).contains("слишком мало");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Manager+", "manager +", "CLIENT+", "Client", "Dialogue", "Диалог", " диалог "})
    void takesTheModesHoweverTheyAreSpelt(String mode) {
        assertThat(text("Клиент: Привет! Менеджер: Добрый день!", mode).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"dialog_text":"","content_mode":"Manager+"}          | field 'dialog_text' is empty
            {"dialog_text":" \\n\\t ","content_mode":"Manager+"}  | field 'dialog_text' is empty
            {"content_mode":"Manager+"}                           | field 'dialog_text' is missing
            {"dialog_text":null,"content_mode":"Manager+"}        | field 'dialog_text' is missing
            {"dialog_text":7,"content_mode":"Manager+"}           | field 'dialog_text' must be text
            {"dialog_text":"👋 😀 … !","content_mode":"Manager+"}  | field 'dialog_text' has no words in it
            {"dialog_text":"\\u0000\\ud83d","content_mode":"Manager+"} | field 'dialog_text' has no words in it
            {"dialog_text":"Hello","content_mode":"Boss+"}        | content_mode must be Manager+, Client+ or Dialogue, not 'Boss+'
            {"dialog_text":"Hello","content_mode":""}             | content_mode must be Manager+, Client+ or Dialogue, not ''
            {"dialog_text":"Hello","content_mode":["Manager+"]}   | content_mode must be Manager+, Client+ or Dialogue
            {"dialog_text":"Hello"                                | the body is not a JSON object
            [1,2]                                                 | the body is not a JSON object
            null                                                  | the body is not a JSON object
            """)
    void saysInWordsWhatIsWrongWithAText(String body, String fact) throws Exception {
        Answer answer = http.postJson("/analyze_call", body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("detail").asString()).startsWith(fact);
    }

    @ParameterizedTest
    @ValueSource(ints = {200_001, 1_000_000, 5_000_000})
    void refusesATextThatIsTooLong(int length) throws Exception {
        Answer answer = text("a".repeat(length), "Manager+");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("detail").asString())
                .isEqualTo("field 'dialog_text' is longer than 200000 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Привет",
                "Hello",
                "你好",
                "Agent: Guten Tag, hier ist Anna.\nCustomer: Ich habe keine Zeit.\nAgent: Schade.\nCustomer: Tschüss.",
                "مرحبا كيف يمكنني مساعدتك",
                "Клиент: 👍 ок 😀",
            })
    void givesNoScoreRatherThanZeroWhereThereIsTooLittleToJudge(String text) {
        Answer answer = text(text, "Manager+");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("total_score").isNull()).isTrue();
    }

    @Test
    void judgesATextInSeveralLanguagesAndWithStrayCharacters() throws Exception {
        Answer answer = text(spoken("en-won-01") + "\nКлиент: спасибо\u0000 \ud83d 谢谢 😀", "Manager+");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("criteria").size()).isGreaterThan(3);
    }

    @Test
    void judgesAnUploadedRecordingAfterItHasPassedTheLine() throws Exception {
        byte[] recording = Files.readAllBytes(SAMPLES.resolve("ru-won-01.wav"));

        Answer answer = http.upload("/analyze_audio_call", "Client+", recording);
        JsonNode verdict = answer.json();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(verdict.path("total_score").asInt()).isBetween(1, 100);
        String key = verdict.path("call_key").asString();
        assertThat(http.get("/analyze_call/" + key).body()).isEqualTo(answer.body());
        int paid = paid();
        assertThat(http.upload("/analyze_audio_call", "Client+", recording).body())
                .isEqualTo(answer.body());
        assertThat(paid()).isEqualTo(paid);
    }

    @Test
    void keepsNobodyWaitingWhoPrefersToLookForThemselves() throws Exception {
        byte[] recording = Files.readAllBytes(SAMPLES.resolve("zh-won-01.wav"));

        Answer answer = http.upload("/analyze_audio_call", "Диалог", recording, "Prefer", "respond-async");

        assertThat(answer.status()).isEqualTo(202);
        String key = answer.json().path("call_key").asString();
        assertThat(answer.json().path("link").asString()).isEqualTo("/calls/" + key);
        Awaitility.await()
                .atMost(LONG)
                .until(() -> http.get("/analyze_call/" + key).status() == 200);
        assertThat(http.get("/audit/" + key + "?lang=zh").body()).contains("data-audited=\"judged\"", "改进建议");
    }

    @Test
    void judgesATextBehindTheBackOfThoseWhoPreferToLookForThemselvesAndOnce() throws Exception {
        String text = spoken("en-competitor-01") + "\n" + UUID.randomUUID();
        int before = paid();
        String body = JSON.writeValueAsString(Map.of("dialog_text", text, "content_mode", "Manager+"));

        Answer answer = http.postJson("/analyze_call", body, "Prefer", "respond-async");

        assertThat(answer.status()).isEqualTo(202);
        JsonNode later = answer.json();
        assertThat(http.get(later.path("link").asString()).status()).isEqualTo(200);
        assertThat(http.get(later.path("result").asString()).status()).isIn(200, 202);
        Awaitility.await()
                .atMost(LONG)
                .until(() -> http.get(later.path("result").asString()).status() == 200);
        assertThat(text(text, "Manager+").body())
                .isEqualTo(http.get(later.path("result").asString()).body());
        Awaitility.await().atMost(LONG).until(() -> http.get(
                        "/api/v1/calls/" + later.path("call_key").asString())
                .body()
                .contains("\"analyzed\""));
        assertThat(paid() - before).isEqualTo(1);
    }

    @Test
    void judgesARecordingByItsAddress() throws Exception {
        Answer answer = url(simulator.pbxUrl() + "/recordings/en-competitor-01.wav");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("total_score").asInt()).isBetween(1, 100);
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:9200/_search, is not a host of the public Internet",
        "http://169.254.169.254/latest/meta-data, is not a host of the public Internet",
        "http://[::1]/a.wav, is not a host of the public Internet",
        "http://10.0.0.1/a.wav, is not a host of the public Internet",
        "file:///etc/passwd, only http and https",
        "http://user:secret@93.184.216.34/a.wav, neither user nor password",
        "nonsense, only http and https",
    })
    void fetchesNothingFromWithin(String address, String fact) throws Exception {
        Answer answer = url(address);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("detail").asString()).contains(fact);
    }

    @ParameterizedTest
    @CsvSource({
        "/recordings/missing.wav, HTTP 404",
        "/recordings/44-bytes.wav, no audio",
        "/recordings/not-audio.wav, format"
    })
    void saysPlainlyWhyARecordingAtAnAddressIsOfNoUse(String path, String fact) throws Exception {
        Answer answer = url(simulator.pbxUrl() + path);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("detail").asString()).contains(fact);
    }

    @Test
    void refusesUploadsThatAreNoRecording() throws Exception {
        assertDetail(
                http.upload("/analyze_audio_call", "Client+", "#EXTM3U\n".getBytes(UTF_8)), "no known audio format");
        assertDetail(http.upload("/analyze_audio_call", "Client+", new byte[0]), "no known audio format");
        assertDetail(http.upload("/analyze_audio_call", "Boss", new byte[9]), "content_mode must be");
        Answer large = http.upload("/analyze_audio_call", "Client+", new byte[6 << 20]);
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.json().path("detail").asString()).contains("the file is larger than");
        assertDetail(
                http.postJson("/analyze_audio_by_url", "{\"content_mode\":\"Client+\"}"),
                "field 'file_url' is missing");
    }

    @Test
    void documentsTheThreeWithTheSeedsExamples() throws Exception {
        assertThat(http.get("/openapi").body())
                .contains("/analyze_call", "/analyze_audio_call", "/analyze_audio_by_url")
                .contains("Клиент: Привет! Менеджер: Добрый день!", "https://example.com/call_123.mp3");
        assertThat(http.get("/analyze_call/audit-unknown").status()).isEqualTo(404);
    }

    private static void assertDetail(Answer answer, String fact) {
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("detail").asString()).contains(fact);
    }

    private static Answer text(String text, String mode) {
        try {
            return http.postJson(
                    "/analyze_call", JSON.writeValueAsString(Map.of("dialog_text", text, "content_mode", mode)));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Answer url(String address) throws IOException, InterruptedException {
        return http.postJson(
                "/analyze_audio_by_url",
                JSON.writeValueAsString(Map.of("file_url", address, "content_mode", "Диалог")));
    }

    /** What is said in a sample call, as somebody would write it down. */
    private static String spoken(String sample) throws IOException {
        JsonNode script = JSON.readTree(Files.readAllBytes(SAMPLES.resolve("dialogues/" + sample + ".json")));
        StringBuilder text = new StringBuilder();
        script.path("turns")
                .forEach(turn -> text.append(turn.get(0).asString().equals("agent") ? "Manager: " : "Customer: ")
                        .append(turn.get(1).asString())
                        .append('\n'));
        return text.toString();
    }

    private static int paid() {
        return simulator.stats().paidByInput("/v1/chat/completions").values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }
}
