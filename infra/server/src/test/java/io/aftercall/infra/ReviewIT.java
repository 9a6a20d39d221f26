package io.aftercall.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.infra.line.Role;
import io.aftercall.simulator.Simulator;
import io.aftercall.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** People correct a judged call over HTTP, and everything that shows the call follows. */
class ReviewIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String TEXT =
            "Manager: Good morning, this is Anna from Northwind CRM. Is now a good time? Customer: Yes, but briefly."
                    + " Manager: How do you keep track of your leads today? Customer: In spreadsheets. Half of them get lost."
                    + " Manager: I understand. We have a trial. Customer: A trial would be good."
                    + " Manager: Great. I will send you access today, and shall we talk on Thursday at ten?"
                    + " Customer: Agreed. Manager: Thank you for your time, have a good day!";

    @TempDir
    static Path home;

    private static final String RUN = UUID.randomUUID().toString().substring(0, 8);
    private static Simulator simulator;
    private static Service service;
    private static Http http;

    @BeforeAll
    static void start() throws IOException {
        simulator = Simulator.start(SimulatorSettings.of(Path.of("../simulator/samples"), home.resolve("simulator")));
        Map<String, Object> settings = new HashMap<>(OnTwins.surroundings(simulator));
        settings.put("aftercall.s3.bucket", "review-" + RUN);
        settings.put("aftercall.index.prefix", "review-" + RUN + "-");
        service = Service.start(OnTwins.options(EnumSet.allOf(Role.class), home), settings);
        http = new Http(service.url());
    }

    @AfterAll
    static void stop() throws IOException {
        service.close();
        simulator.close();
    }

    @Test
    void showsWhatPeopleSayEverywhereAndKeepsTheOriginal() throws Exception {
        String key = judgedCall(TEXT);
        JsonNode before = call(key);
        int points = before.at("/summary/score").asInt();
        assertThat(verdict(before, "greeting")).isEqualTo("MET");

        String review = "{\"author\":\"Ann Lee\",\"reason\":\"She was in a hurry\","
                + "\"criteria\":{\"greeting\":\"missed\",\"courtesy\":\"met\"},\"tags\":[\"hurry\"]}";
        assertThat(post(key + "/review", review).status()).isEqualTo(201);
        assertThat(post(key + "/review", review).status()).isEqualTo(201);

        JsonNode after = call(key);
        assertThat(after.at("/summary/score").asInt()).isLessThan(points);
        assertThat(after.at("/summary/tags").toString()).isEqualTo("[\"hurry\"]");
        assertThat(after.at("/analysis")).isEqualTo(before.at("/analysis"));
        assertThat(after.at("/reviews")).hasSize(1);
        assertThat(http.get("/calls/" + key + "?lang=ru").body())
                .contains("Что говорят люди", "Ann Lee", "She was in a hurry");

        JsonNode byLink = http.get("/analyze_call/" + key).json();
        assertThat(byLink.at("/total_score").asInt())
                .isEqualTo(after.at("/summary/score").asInt());
        assertThat(byLink.at("/evidence/greeting/verdict").asString()).isEqualTo("missed");
        assertThat(byLink.at("/criteria/greeting").asInt()).isZero();
        assertThat(byLink.at("/original/total_score").asInt()).isEqualTo(points);
        assertThat(byLink.at("/original/evidence/greeting/verdict").asString()).isEqualTo("met");
        assertThat(judged(TEXT).body())
                .isEqualTo(http.get("/analyze_call/" + key).body());

        String id = post(
                        key + "/objections",
                        "{\"author\":\"m-1\",\"reason\":\"I asked\",\"criterion\":\"needs\",\"verdict\":\"partly\"}")
                .json()
                .at("/id")
                .asString();
        String decision = "/objections/" + id + "/decision";
        assertThat(post(key + decision, "{\"author\":\"m-1\",\"reason\":\"yes\",\"accepted\":true}")
                        .status())
                .isEqualTo(422);
        assertThat(post(key + decision, "{\"author\":\"Ann Lee\",\"reason\":\"yes\",\"accepted\":true}")
                        .status())
                .isEqualTo(201);
        assertThat(post(key + decision, "{\"author\":\"Bob\",\"reason\":\"no\",\"accepted\":false}")
                        .status())
                .isEqualTo(409);

        assertThat(post(key + "/review", "{\"author\":\"Ann\",\"reason\":\"all in all\",\"level\":\"D\"}")
                        .status())
                .isEqualTo(201);
        Awaitility.await()
                .atMost(LONG)
                .until(() -> http.get("/api/v1/calls?level=D").body().contains(key));
        Awaitility.await()
                .atMost(LONG)
                .until(() ->
                        http.get("/api/v1/calibration").json().at("/criteria").size() == 3);
        assertThat(http.get("/api/v1/calibration").json().at("/criteria")).anySatisfy(each -> {
            assertThat(each.at("/criterion").asString()).isEqualTo("greeting");
            assertThat(each.at("/reviewed").asInt()).isEqualTo(1);
            assertThat(each.at("/agreed").asInt()).isZero();
        });
        assertThat(http.get("/api/v1/calibration?from=2001-01-01&to=2001-01-02")
                        .json()
                        .at("/criteria"))
                .isEmpty();

        JsonNode shown = call(key);
        assertThat(http.post("/api/v1/reindex").status()).isEqualTo(202);
        Awaitility.await().atMost(LONG).until(() -> http.get("/api/v1/reindex")
                .json()
                .at("/state")
                .asString()
                .equals("DONE"));
        assertThat(call(key).at("/reviews")).isEqualTo(shown.at("/reviews"));
        assertThat(call(key).at("/summary/score")).isEqualTo(shown.at("/summary/score"));
    }

    @Test
    void saysInWordsWhatCannotBe() throws Exception {
        String key = judgedCall(TEXT + " Goodbye!");

        assertDetail(key + "/review", "{\"author\":\"Ann\",\"reason\":\"r\"}", 422, "criteria, level or tags");
        assertDetail(
                key + "/review",
                "{\"author\":\"Ann\",\"reason\":\"r\",\"criteria\":{\"charm\":\"met\"}}",
                422,
                "'charm' is no criterion of this call");
        assertDetail(
                key + "/review",
                "{\"author\":\"Ann\",\"reason\":\"r\",\"criteria\":{\"needs\":\"great\"}}",
                422,
                "a verdict is met, partly, missed or not_applicable, not 'great'");
        assertDetail(key + "/review", "{", 422, "the body is not a JSON object");
        assertDetail(
                key + "/review",
                "{\"tags\":\"price\"}",
                422,
                "the body cannot be read: tags must be a list, not string");
        assertDetail(
                "generic-none/review",
                "{\"author\":\"Ann\",\"reason\":\"r\",\"level\":\"A\"}",
                404,
                "no call generic-none");
        assertDetail(key + "/objections/none/decision", "{\"author\":\"A\",\"reason\":\"r\"}", 422, "'accepted'");
        assertThat(call(key).at("/reviews")).isEmpty();
    }

    private static Http.Answer judged(String text) throws Exception {
        Http.Answer answer = http.postJson(
                "/analyze_call", "{\"dialog_text\":\"%s\",\"content_mode\":\"Dialogue\"}".formatted(text));
        assertThat(answer.status()).isEqualTo(200);
        return answer;
    }

    private static String judgedCall(String text) throws Exception {
        Http.Answer answer = judged(text);
        assertThat(answer.json().path("original").isNull()).isTrue();
        String key = answer.json().at("/call_key").asString();
        Awaitility.await()
                .atMost(LONG)
                .until(() -> http.get("/api/v1/calls/" + key).body().contains("\"criteria\""));
        return key;
    }

    private static JsonNode call(String key) throws Exception {
        return http.get("/api/v1/calls/" + key).json();
    }

    private static Http.Answer post(String path, String json) throws Exception {
        return http.postJson("/api/v1/calls/" + path, json);
    }

    private static void assertDetail(String path, String json, int status, String fact) throws Exception {
        Http.Answer answer = post(path, json);
        assertThat(List.of(answer.status(), answer.json().at("/detail").asString()))
                .satisfiesExactly(
                        code -> assertThat(code).isEqualTo(status),
                        detail -> assertThat(detail).asString().contains(fact));
    }

    private static String verdict(JsonNode call, String criterion) {
        for (JsonNode each : call.at("/analysis/criteria")) {
            if (each.at("/id").asString().equals(criterion)) {
                return each.at("/verdict").asString();
            }
        }
        throw new AssertionError("no criterion " + criterion + " in " + call.at("/analysis"));
    }
}
