package io.aftercall.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.infra.Http.Answer;
import io.aftercall.infra.line.Role;
import io.aftercall.simulator.Simulator;
import io.aftercall.simulator.SimulatorSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The emotion API by its document: every request as it is written there, every answer with all fields of the document's
 * and of their types, over the whole service on real parts. {@code emotion-api-examples.json} has those examples.
 */
class EmotionExamplesIT {
    private static final String API = "/api/v1/presale/ai";
    private static final String LOCAL_TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d";
    private static final String EAGER = "太好了，我感兴趣\n多少钱？\n合同发给我\n那就下单";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    static Path home;

    private static Simulator simulator;
    private static Service service;
    /** Of the document's ticket, as its examples presuppose them; ids are ours to give. */
    private static long analysis;

    private static long reminder;

    record Example(String method, String path, @Nullable ObjectNode request, JsonNode response) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static Stream<Example> examples() throws IOException {
        try (InputStream in = EmotionExamplesIT.class.getResourceAsStream("/emotion-api-examples.json")) {
            return Stream.of(JSON.readValue(Objects.requireNonNull(in), Example[].class));
        }
    }

    @BeforeAll
    static void start() throws Exception {
        simulator = Simulator.start(SimulatorSettings.of(Path.of("../simulator/samples"), home.resolve("simulator")));
        Map<String, Object> settings = OnTwins.surroundings(simulator);
        settings.put("aftercall.notify.hour", "1h");
        service = Service.start(OnTwins.options(EnumSet.allOf(Role.class), home), settings);
        // The indices are shared: what is of this run alone has its number.
        int run = ThreadLocalRandom.current().nextInt(1_000_000_000);
        for (int customer = 101; customer <= 104; customer++) {
            analyze(customer, customer, "你好，我想了解一下");
        }
        analyze(1, 100, "你好，我想了解一下，单号" + run);
        recommend(analyze(1, 100, EAGER + "，单号" + run));
        reminder = recommend(analyze(1, 100, EAGER + "，新单号" + run));
        analysis = analyze(1, 100, "不需要了，别再打，单号" + run);
    }

    @AfterAll
    static void stop() throws IOException {
        service.close();
        simulator.close();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void answersTheDocumentsRequestWithAllThatTheDocumentShows(Example example) throws Exception {
        ObjectNode request = example.request;
        if (request != null && request.has("latest_emotion_analysis_id")) {
            request.put("latest_emotion_analysis_id", analysis);
        }
        String path = example.path
                .replace("{ticket_id}", "1")
                .replace("{reminder_id}", String.valueOf(reminder))
                .replace("/follow-up-reminders", "/follow-up-reminders?status=pending&priority=high&limit=20");

        Answer answer = send(example.method, path, request == null ? "" : request.toString());

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertShape("", example.response, answer.json());
    }

    /** What the document shows without members may have none or have words. */
    private static void assertShape(String at, JsonNode shown, JsonNode answered) {
        assertThat(kind(answered)).as(at).isEqualTo(kind(shown));
        if (shown.isObject()) {
            assertThat(answered.propertyNames()).as(at).containsExactlyElementsOf(shown.propertyNames());
            shown.propertyStream()
                    .forEach(each ->
                            assertShape(at + "/" + each.getKey(), each.getValue(), answered.path(each.getKey())));
        } else if (shown.isEmpty()) {
            answered.forEach(each -> assertThat(each.isString()).as(at).isTrue());
            if (shown.isString() && shown.asString().matches(LOCAL_TIME)) {
                assertThat(answered.asString()).as(at).matches(LOCAL_TIME);
            }
        } else {
            assertThat(answered.isEmpty()).as(at).isFalse();
            answered.forEach(each -> assertShape(at + "[]", shown.get(0), each));
        }
    }

    private static String kind(JsonNode node) {
        return node.getNodeType() + (node.isIntegralNumber() ? " whole" : "");
    }

    @Test
    void knowsNoIdsThatItNeverGave() throws Exception {
        Answer advice = send("post", "/recommend-follow-up", """
                {"presale_ticket_id": 1, "customer_id": 100, "latest_emotion_analysis_id": 5}""");
        assertThat(advice.status()).isEqualTo(404);
        assertThat(advice.json().path("detail").asString()).isEqualTo("no emotion analysis 5 of ticket 1");
        Answer dismissal = send("post", "/dismiss-reminder/1", "");
        assertThat(dismissal.status()).isEqualTo(404);
        assertThat(dismissal.json().path("detail").asString()).isEqualTo("no reminder 1");
    }

    @Test
    void servesTheDocumentsPythonAndItsCurl() throws Exception {
        JsonNode judged = send("post", "/analyze-emotion", """
                {"presale_ticket_id": 1, "customer_id": 100, "communication_content": "我对你们的产品很感兴趣"}""").json();
        assertThat(judged.path("sentiment").isString()).isTrue();
        assertThat(judged.path("purchase_intent_score").isFloatingPointNumber()).isTrue();

        JsonNode batch = send("post", "/batch-analyze-customers", """
                {"customer_ids": [100, 101, 102], "analysis_type": "full"}""").json();
        assertThat(batch.path("summaries").findValuesAsString("customer_id")).containsExactly("100", "101", "102");
        batch.path("summaries").forEach(summary -> {
            assertThat(summary.path("needs_attention").isBoolean()).isTrue();
            assertThat(summary.path("recommended_action").asString()).isNotBlank();
        });

        assertThat(list("?status=pending&priority=high").path("total").asInt()).isPositive();
    }

    @Test
    void listsOnlyWhatIsAskedFor() throws Exception {
        int run = ThreadLocalRandom.current().nextInt(1_000_000_000);
        long pending = recommend(2, analyze(2, 100, EAGER + "，待办单号" + run));
        long dismissed = recommend(2, analyze(2, 100, EAGER + "，取消单号" + run));
        assertThat(send("post", "/dismiss-reminder/" + dismissed, "").status()).isEqualTo(200);

        assertThat(listed("pending", "high")).contains(pending).doesNotContain(dismissed);
        assertThat(listed("dismissed", "high")).contains(dismissed).doesNotContain(pending);
        for (String none : List.of("pending, medium", "pending, low", "completed, high", "dismissed, low")) {
            String[] asked = none.split(", ");
            assertThat(listed(asked[0], asked[1])).doesNotContain(pending, dismissed);
        }
    }

    private static List<Long> listed(String status, String priority) throws IOException, InterruptedException {
        JsonNode list = list("?status=%s&priority=%s&limit=100".formatted(status, priority))
                .path("reminders");
        assertThat(list).allSatisfy(each -> {
            assertThat(each.path("status").asString()).isEqualTo(status);
            assertThat(each.path("priority").asString()).isEqualTo(priority);
        });
        return list.valueStream().map(each -> each.path("id").asLong()).toList();
    }

    @Test
    void listsFiftyWhereNoLimitIsGiven() throws Exception {
        int run = ThreadLocalRandom.current().nextInt(1_000_000_000);
        List<Callable<Long>> reminders = new ArrayList<>();
        for (int i = 0; i < 51; i++) {
            String text = EAGER + "，第" + i + "单，单号" + run;
            reminders.add(() -> recommend(analyze(1, 100, text)));
        }
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            people.invokeAll(reminders)
                    .forEach(made -> assertThat(made.resultNow()).isPositive());
        }

        assertThat(list("").path("reminders").size()).isEqualTo(50);
        assertThat(list("").path("total").asInt()).isGreaterThan(50);
        assertThat(list("?limit=100").path("reminders").size()).isGreaterThan(50);
        assertThat(list("?limit=1").path("reminders").size()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void showsTheDocumentsExamplesInFull(Example example) throws Exception {
        JsonNode operation = new Http(service.url())
                .get("/openapi")
                .json()
                .path("paths")
                .path(API + example.path)
                .path(example.method);

        assertThat(example(operation.at("/responses/200"))).isEqualTo(example.response);
        if (example.request != null) {
            assertThat(example(operation.path("requestBody"))).isEqualTo(example.request);
        }
        assertThat(operation.path("responses").propertyNames()).contains("200", "422", "503");
        assertThat(operation.path("responses").has("404"))
                .isEqualTo(example.path.endsWith("}") || example.path.equals("/recommend-follow-up"));
    }

    private static JsonNode example(JsonNode body) {
        return body.path("content").path("application/json").path("example");
    }

    private static long analyze(long ticket, long customer, String text) throws IOException, InterruptedException {
        String asked = JSON.writeValueAsString(
                Map.of("presale_ticket_id", ticket, "customer_id", customer, "communication_content", text));
        return send("post", "/analyze-emotion", asked).json().path("id").asLong();
    }

    private static long recommend(long analysis) throws IOException, InterruptedException {
        return recommend(1, analysis);
    }

    private static long recommend(long ticket, long analysis) throws IOException, InterruptedException {
        String asked = JSON.writeValueAsString(
                Map.of("presale_ticket_id", ticket, "customer_id", 100, "latest_emotion_analysis_id", analysis));
        return send("post", "/recommend-follow-up", asked).json().path("id").asLong();
    }

    private static JsonNode list(String query) throws IOException, InterruptedException {
        return send("get", "/follow-up-reminders" + query, "").json();
    }

    /** With the header that all of the document's requests have; this server wants no token and minds none. */
    private static Answer send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(service.url() + API + path))
                .header("Authorization", "Bearer YOUR_TOKEN")
                .header("Content-Type", "application/json")
                .method(method.toUpperCase(Locale.ROOT), HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(answer.statusCode(), answer.body());
    }
}
