package io.aftercall.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.infra.Http.Answer;
import io.aftercall.infra.line.Role;
import io.aftercall.simulator.Simulator;
import io.aftercall.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.stream.LongStream;
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
import tools.jackson.databind.node.MissingNode;

/** The emotion API as its document has it, over the whole service on real parts; PBX and models are stood in for. */
class EmotionIT {
    private static final String API = "/api/v1/presale/ai";
    private static final Path SAMPLES = Path.of("../simulator/samples");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String LOCAL_TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d";

    @TempDir
    static Path home;

    private static Simulator simulator;
    private static Service service;
    private static Http http;

    /** Of this run and test alone: the indices are shared. */
    private final long ticket = ThreadLocalRandom.current().nextLong(1_000_000, 1_000_000_000);

    private final long customer = ticket + 1;

    @BeforeAll
    static void start() throws IOException {
        simulator = Simulator.start(SimulatorSettings.of(SAMPLES, home.resolve("simulator")));
        Map<String, Object> settings = OnTwins.surroundings(simulator);
        settings.put("aftercall.notify.hour", "1h");
        service = Service.start(OnTwins.options(EnumSet.allOf(Role.class), home), settings);
        http = new Http(service.url());
    }

    @AfterAll
    static void stop() throws IOException {
        service.close();
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    /v1/task/record?task_id=t&keyword=价格                | 400 | {'detail':'the request cannot be read
                    /api/v1/presale/ai/follow-up-reminders?status={}     | 400 | {'detail':'the request cannot be read
                    /v1/task/record?task_id=t&keyword=50%                | 422 | {'code':422,'status':'error','message':'the query is not percent-encoded UTF-8','data':null}
                    /v1/task/record?task_id=%C4%E3                       | 422 | {'code':422,'status':'error','message':'the query is not
                    /api/v1/presale/ai/follow-up-reminders?limit=1&limit=2 | 422 | {'detail':'limit is given more than once'}
                    /api/v1/presale/ai/follow-up-reminders?status=%ff    | 422 | {'detail':'the query is not percent-encoded UTF-8'}
                    /v1/record/a%2Fb                                     | 404 | {'code':404,'status':'error','message':'there is no record a/b'
                    /v1/record/%00                                       | 400 | {'code':400,'status':'error','message':'the request cannot be read
                    /webhook/..%2f..%2fv1/record/1                       | 404 | {'detail':
                    """)
    void answersInItsOwnShapeWhatTheWebServerRefuses(String address, int status, String body) throws IOException {
        URI server = URI.create(service.url());
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                            .formatted(address, server.getAuthority())
                            .getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("\r\nContent-Type: application/json");
            assertThat(answer.substring(answer.indexOf("\r\n\r\n"))).contains(body.replace('\'', '"'));
        }
    }

    @Test
    void judgesTheDocumentsExample() throws Exception {
        Answer answer = http.postJson(API + "/analyze-emotion", """
                {"presale_ticket_id": 1, "customer_id": 100,
                 "communication_content": "我对你们的产品很感兴趣，想了解一下价格和功能"}""");

        assertThat(answer.status()).isEqualTo(200);
        assertAnalysis(answer.json());
        assertThat(answer.json().path("presale_ticket_id").asLong()).isEqualTo(1);
        assertThat(answer.json().path("customer_id").asLong()).isEqualTo(100);
        assertThat(answer.json().path("analysis_result").asString()).contains("客户");
    }

    private static void assertAnalysis(JsonNode analysis) {
        assertThat(analysis.propertyNames())
                .containsExactly(
                        "id",
                        "presale_ticket_id",
                        "customer_id",
                        "sentiment",
                        "purchase_intent_score",
                        "churn_risk",
                        "emotion_factors",
                        "analysis_result",
                        "created_at");
        assertThat(analysis.path("id").isIntegralNumber()).isTrue();
        assertThat(analysis.path("id").asLong()).isBetween(1L, 1L << 53);
        assertThat(analysis.path("sentiment").asString()).isIn("positive", "neutral", "negative");
        assertThat(analysis.path("purchase_intent_score").isFloatingPointNumber())
                .isTrue();
        assertThat(analysis.path("purchase_intent_score").asDouble()).isBetween(0.0, 100.0);
        assertThat(analysis.path("churn_risk").asString()).isIn("high", "medium", "low");
        assertThat(analysis.at("/emotion_factors/positive_keywords").isArray()).isTrue();
        assertThat(analysis.at("/emotion_factors/concerns").isArray()).isTrue();
        assertThat(analysis.at("/emotion_factors/urgency_level").asString()).isIn("high", "medium", "low");
        assertThat(analysis.path("analysis_result").asString()).isNotBlank();
        assertThat(analysis.path("created_at").asString()).matches(LOCAL_TIME);
    }

    @Test
    void judgesTheSameTextOnceAndGivesItTheSameId() throws Exception {
        Answer first = analyze("We want to buy, please send the contract today.");
        int paid = paid();

        Callable<Answer> again = () -> analyze("We want to buy, please send the contract today.");
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(people.invokeAll(List.of(again, again, again)).stream().map(Future::resultNow))
                    .allMatch(answer -> answer.equals(first));
        }
        assertThat(paid()).isEqualTo(paid);
        assertThat(post(
                                "/analyze-emotion",
                                Map.of(
                                        "presale_ticket_id",
                                        ticket,
                                        "customer_id",
                                        customer + 1,
                                        "communication_content",
                                        "We want to buy, please send the contract today."))
                        .json()
                        .path("id")
                        .asLong())
                .isNotEqualTo(first.json().path("id").asLong());
    }

    @Test
    void findsTheLatestAnalysisAtOnce() throws Exception {
        assertDetail(http.get(API + "/emotion-analysis/" + ticket), 404, "no emotion analysis of ticket " + ticket);

        for (String text : List.of("好的，谢谢，我很感兴趣", "太贵了，我不需要", "我要投诉，退款")) {
            Answer judged = analyze(text);
            assertThat(http.get(API + "/emotion-analysis/" + ticket).json()).isEqualTo(judged.json());
        }
    }

    @Test
    void tellsTheTrendInOrderOfTime() throws Exception {
        assertDetail(http.get(API + "/emotion-trend/" + ticket), 404, "no emotion trend of ticket " + ticket);
        for (String text : List.of("你好，我想了解一下", "我感兴趣，多少钱？合同发给我", "不需要了，别再打", "好的，那定下来，签合同")) {
            analyze(text);
        }

        JsonNode trend = http.get(API + "/emotion-trend/" + ticket).json();

        assertThat(trend.propertyNames())
                .containsExactly(
                        "id",
                        "presale_ticket_id",
                        "customer_id",
                        "trend_data",
                        "key_turning_points",
                        "created_at",
                        "updated_at");
        assertThat(trend.path("id").asLong()).isPositive();
        assertThat(trend.path("presale_ticket_id").asLong()).isEqualTo(ticket);
        assertThat(trend.path("customer_id").asLong()).isEqualTo(customer);
        assertThat(trend.path("trend_data").size()).isEqualTo(4);
        assertThat(trend.path("trend_data").findValuesAsString("date"))
                .isSorted()
                .allMatch(date -> date.matches(LOCAL_TIME));
        trend.path("trend_data").forEach(point -> {
            assertThat(point.propertyNames()).containsExactly("date", "sentiment", "intent_score");
            assertThat(point.path("sentiment").asString()).isIn("positive", "neutral", "negative");
            assertThat(point.path("intent_score").isFloatingPointNumber()).isTrue();
        });
        trend.path("key_turning_points").forEach(turn -> {
            assertThat(turn.propertyNames()).containsExactly("date", "type", "sentiment", "intent_score");
            assertThat(turn.path("type").asString()).isIn("peak", "valley");
        });
        assertThat(trend.path("key_turning_points").size()).isBetween(1, 2);
        assertThat(http.get(API + "/emotion-trend/" + ticket).json().path("id")).isEqualTo(trend.path("id"));
    }

    @Test
    void showsATextAsACallLikeAnyOther() throws Exception {
        analyze("I am interested in order " + ticket + ", how much is it?");

        JsonNode found = Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> http.get("/api/v1/calls?q=" + ticket).json(),
                        calls -> calls.path("total").asInt() == 1);
        String key = found.at("/calls/0/callKey").asString();
        JsonNode call = http.get("/api/v1/calls/" + key).json();
        assertThat(call.at("/call/source").asString()).isEqualTo("presale");
        assertThat(call.at("/call/references/presaleTicketId").asLong()).isEqualTo(ticket);
        assertThat(call.at("/timeline").findValuesAsString("stage"))
                .containsExactly("hungUp", "recorded", "transcribed", "analyzed");
        assertThat(http.get("/calls/" + key + "?lang=en").body()).contains("I am interested in order " + ticket);
    }

    @Test
    void outlivesAReindexWithItsRemindersAndWhatBecameOfThem() throws Exception {
        Answer judged = analyze("Спасибо, мне интересно, пришлите договор");
        JsonNode pending = recommend(Map.of()).json();
        analyze("Я недоволен, верните деньги");
        JsonNode dismissed = recommend(Map.of()).json();
        assertThat(dismissed.path("id")).isNotEqualTo(pending.path("id"));
        assertThat(dismiss(dismissed).path("success").asBoolean()).isTrue();
        JsonNode sent = sent();
        JsonNode latest = http.get(API + "/emotion-analysis/" + ticket).json();

        assertThat(http.post("/api/v1/reindex").status()).isEqualTo(202);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> http.get("/api/v1/reindex")
                .json()
                .path("state")
                .asString()
                .equals("DONE"));

        assertThat(http.get(API + "/emotion-analysis/" + ticket).json()).isEqualTo(latest);
        assertThat(find("?status=pending&limit=100", pending)).isEqualTo(pending);
        assertThat(find("?status=dismissed&limit=100", dismissed).path("id")).isEqualTo(dismissed.path("id"));
        assertThat(find("?status=completed&limit=100", sent)).isEqualTo(sent);
        assertThat(recommend(Map.of("latest_emotion_analysis_id", judged.json().path("id")))
                        .json())
                .isEqualTo(pending);
        assertThat(dismiss(sent).path("success").asBoolean(true)).isFalse();
        assertThat(simulator.chatMessages())
                .filteredOn(message -> message.body().contains("long-ago-" + ticket))
                .hasSize(1);
    }

    /** The reminder of a call of this test that ended long ago, so that it was sent at once. */
    private JsonNode sent() throws Exception {
        assertThat(http.postJson("/webhook/new_call_recording", """
                        {"call_id":"long-ago-%d","manager_id":"m-1","recording_url":"%s/recordings/zh-won-01.wav",
                         "ended_at":"2026-01-05T10:00:00Z","presale_ticket_id":"%d","customer_id":"%d"}""".formatted(
                                        ticket, simulator.pbxUrl(), ticket + 1, customer))
                        .status())
                .isEqualTo(202);
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> ofTicket("?status=completed&limit=100", ticket + 1), found -> !found.isMissingNode());
    }

    @Test
    void takesCallsOfTheLineIntoTheSameHistoryAndTrend() throws Exception {
        long before = analyze("你好，我想了解一下").json().path("id").asLong();
        assertThat(http.postJson("/webhook/new_call_recording", """
                        {"call_id":"emotion-%d","manager_id":"m-1","recording_url":"%s/recordings/zh-won-01.wav",
                         "presale_ticket_id":"%d","customer_id":"%d"}""".formatted(
                                        ticket, simulator.pbxUrl(), ticket, customer))
                        .status())
                .isEqualTo(202);

        JsonNode analysis = Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> http.get(API + "/emotion-analysis/" + ticket).json(),
                        latest -> latest.path("id").asLong() != before);

        assertAnalysis(analysis);
        assertThat(analysis.path("customer_id").asLong()).isEqualTo(customer);
        analyze("不需要了，别再打");
        analyze("太好了，我感兴趣\n多少钱？\n合同发给我\n那就下单");
        JsonNode trend = http.get(API + "/emotion-trend/" + ticket).json();
        assertThat(trend.path("trend_data").size()).isEqualTo(4);
        assertThat(trend.at("/trend_data/1/intent_score")).isEqualTo(analysis.path("purchase_intent_score"));
        assertThat(trend.at("/key_turning_points").findValuesAsString("type")).containsExactly("peak", "valley");
        assertThat(trend.at("/key_turning_points/0/date")).isEqualTo(trend.at("/trend_data/1/date"));
        assertThat(trend.at("/key_turning_points/1/date")).isEqualTo(trend.at("/trend_data/2/date"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"👍", "Guten Tag, ich habe keine Zeit", "?", "-", "— —", "...", "客户：", "مرحبا كيف يمكنني مساعدتك"
            })
    void saysPlainlyWhereNothingCanBeTold(String text) throws Exception {
        Answer answer = analyze(text);

        assertThat(answer.status()).isEqualTo(200);
        assertAnalysis(answer.json());
        assertThat(http.get(API + "/emotion-analysis/" + ticket)).isEqualTo(answer);
    }

    @Test
    void takesTextsOfTwentyThousandCharacters() throws Exception {
        assertThat(analyze("我很感兴趣。".repeat(3333) + "好的").status()).isEqualTo(200);
        assertDetail(analyze("好".repeat(20_001)), 422, "field 'communication_content' is longer than 20000 characters");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"customer_id":2,"communication_content":"a"}                             | field 'presale_ticket_id' is missing
            {"presale_ticket_id":1,"communication_content":"a"}                       | field 'customer_id' is missing
            {"presale_ticket_id":1,"customer_id":2}                                   | field 'communication_content' is missing
            {"presale_ticket_id":1,"customer_id":2,"communication_content":null}      | field 'communication_content' is missing
            {"presale_ticket_id":1,"customer_id":2,"communication_content":""}        | field 'communication_content' is empty
            {"presale_ticket_id":1,"customer_id":2,"communication_content":" \\n\\t"} | field 'communication_content' is empty
            {"presale_ticket_id":1,"customer_id":2,"communication_content":"\\u0000"} | field 'communication_content' is empty
            {"presale_ticket_id":1,"customer_id":2,"communication_content":7}         | field 'communication_content' must be text
            {"presale_ticket_id":1,"customer_id":2,"communication_content":["a"]}     | field 'communication_content' must be text
            {"presale_ticket_id":1,"customer_id":2,"communication_content":{"a":1}}   | field 'communication_content' must be text
            {"presale_ticket_id":1,"customer_id":2,"communication_content":true}      | field 'communication_content' must be text
            {"presale_ticket_id":"1","customer_id":2,"communication_content":"a"}     | field 'presale_ticket_id' must be a whole number
            {"presale_ticket_id":1.5,"customer_id":2,"communication_content":"a"}     | field 'presale_ticket_id' must be a whole number
            {"presale_ticket_id":true,"customer_id":2,"communication_content":"a"}    | field 'presale_ticket_id' must be a whole number
            {"presale_ticket_id":1,"customer_id":1e30,"communication_content":"a"}    | field 'customer_id' must be a whole number
            {"presale_ticket_id":1,"customer_id":99999999999999999999,"communication_content":"a"} | field 'customer_id' must be a whole number
            {"presale_ticket_id":1                                                    | the body is not a JSON object
            {"presale_ticket_id":1,"customer_id":2,"communication_content":"a",}      | the body is not a JSON object
            {"presale_ticket_id":1,"customer_id":2,"communication_content":"a"} {}    | the body is not a JSON object
            {"presale_ticket_id":1,"customer_id":2,"communication_content":NaN}       | the body is not a JSON object
            [1]                                                                       | the body is not a JSON object
            null                                                                      | the body is not a JSON object
            '""'                                                                      | the body is not a JSON object
            """)
    void saysWhatIsWrongWithACommunication(String body, String fact) throws Exception {
        assertDetail(http.postJson(API + "/analyze-emotion", body), 422, fact);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "1.5", "%20", "99999999999999999999"})
    void wantsIdsAsWholeNumbers(String ticketId) throws Exception {
        assertDetail(http.get(API + "/emotion-analysis/" + ticketId), 422, "ticket_id must be a whole number");
        assertDetail(http.get(API + "/emotion-trend/" + ticketId), 422, "ticket_id must be a whole number");
        assertDetail(http.post(API + "/dismiss-reminder/" + ticketId), 422, "reminder_id must be a whole number");
    }

    @Test
    void predictsTheRiskOfTheDocumentsExample() throws Exception {
        Answer answer = post("/predict-churn-risk", churn(Map.of()));
        JsonNode risk = answer.json();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(risk.propertyNames())
                .containsExactly(
                        "presale_ticket_id",
                        "customer_id",
                        "churn_risk",
                        "risk_score",
                        "risk_factors",
                        "retention_strategies",
                        "analysis_summary");
        assertThat(risk.path("presale_ticket_id").asLong()).isEqualTo(ticket);
        assertThat(risk.path("customer_id").asLong()).isEqualTo(customer);
        assertThat(risk.path("churn_risk").asString()).isIn("medium", "high");
        assertThat(risk.path("risk_score").isFloatingPointNumber()).isTrue();
        assertThat(risk.path("risk_score").asDouble()).isBetween(40.0, 100.0);
        risk.path("risk_factors").forEach(factor -> {
            assertThat(factor.propertyNames()).containsExactly("factor", "weight", "description");
            assertThat(factor.path("weight").asString()).isIn("high", "medium", "low");
        });
        assertThat(risk.path("risk_factors").findValuesAsString("description"))
                .contains("客户回复时间从2小时增加到12小时", "距离上次联系已15天");
        assertThat(risk.path("retention_strategies").size()).isGreaterThan(2);
        assertThat(risk.path("analysis_summary").asString()).startsWith("客户流失风险");
    }

    @Test
    void judgesCommunicationsThatItKnowsOnlyOnceAndGivesOthersNoPlaceInTheHistory() throws Exception {
        List<String> texts = List.of("我很感兴趣，好的", "太贵了，没时间", "不打算续了，我要退款");
        analyze(texts.getFirst());
        int paid = paid();

        JsonNode risk = post("/predict-churn-risk", churn(Map.of("recent_communications", texts)))
                .json();

        assertThat(paid() - paid).isEqualTo(2);
        assertThat(post("/predict-churn-risk", churn(Map.of("recent_communications", texts)))
                        .json())
                .isEqualTo(risk);
        assertThat(paid() - paid).isEqualTo(2);
        assertThat(risk.path("churn_risk").asString()).isEqualTo("high");
        assertThat(http.get(API + "/emotion-trend/" + ticket)
                        .json()
                        .path("trend_data")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void usesTheHistoryOfTheCustomer() throws Exception {
        Map<String, Object> asked = churn(Map.of("days_since_last_contact", 0));
        double before =
                post("/predict-churn-risk", asked).json().path("risk_score").asDouble();
        analyze("我要退款，不打算续了，肯定换");

        JsonNode risk = post("/predict-churn-risk", asked).json();

        assertThat(risk.path("risk_score").asDouble()).isGreaterThan(before);
    }

    @Test
    void needsOfARiskOnlyWhatTheDocumentRequires() throws Exception {
        Answer answer = http.postJson(API + "/predict-churn-risk", """
                {"presale_ticket_id": %d, "customer_id": %d, "recent_communications": ["Please send the contract"]}""".formatted(ticket, customer));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("analysis_summary").asString()).startsWith("The risk of losing the customer");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "recent_communications":[]                              | field 'recent_communications' must have 1 to 100 entries, not 0
            "days_since_last_contact":1                             | field 'recent_communications' is missing
            "recent_communications":"a"                             | field 'recent_communications' must be a list
            "recent_communications":null                            | field 'recent_communications' is missing
            "recent_communications":["a"," "]                       | field 'recent_communications[1]' is empty
            "recent_communications":["a",null]                      | field 'recent_communications[1]' is missing
            "recent_communications":[1]                             | field 'recent_communications[0]' must be text
            "recent_communications":["a"],"days_since_last_contact":-1    | field 'days_since_last_contact' must be 0 to 36525
            "recent_communications":["a"],"days_since_last_contact":"2"   | field 'days_since_last_contact' must be a whole number
            "recent_communications":["a"],"days_since_last_contact":1.5   | field 'days_since_last_contact' must be a whole number
            "recent_communications":["a"],"days_since_last_contact":true  | field 'days_since_last_contact' must be a whole number
            "recent_communications":["a"],"response_time_trend":"a"       | field 'response_time_trend' must be a list
            "recent_communications":["a"],"response_time_trend":[true]    | field 'response_time_trend[0]' must be a number
            "recent_communications":["a"],"response_time_trend":[1e400]   | field 'response_time_trend[0]' must be a number
            "recent_communications":["a"],"response_time_trend":5         | field 'response_time_trend' must be a list
            "recent_communications":["a"],"response_time_trend":[1,"2"]   | field 'response_time_trend[1]' must be a number
            "recent_communications":["a"],"response_time_trend":[-1.0]    | field 'response_time_trend[0]' must be a number, 0 to 876600
            "recent_communications":["a"],"response_time_trend":[null]    | field 'response_time_trend[0]' must be a number
            """)
    void saysWhatIsWrongWithWhatARiskIsToBePredictedBy(String fields, String fact) throws Exception {
        assertDetail(
                http.postJson(
                        API + "/predict-churn-risk",
                        "{\"presale_ticket_id\":1,\"customer_id\":2,%s}".formatted(fields)),
                422,
                fact);
    }

    @Test
    void takesNoLongerListsAndTextsThanItSays() throws Exception {
        assertDetail(
                post("/predict-churn-risk", churn(Map.of("recent_communications", List.of("a", "好".repeat(20_001))))),
                422,
                "field 'recent_communications[1]' is longer than 20000 characters");
        assertDetail(
                post("/predict-churn-risk", churn(Map.of("recent_communications", Collections.nCopies(101, "a")))),
                422,
                "field 'recent_communications' must have 1 to 100 entries, not 101");
        assertDetail(
                post("/predict-churn-risk", churn(Map.of("response_time_trend", Collections.nCopies(1001, 1)))),
                422,
                "field 'response_time_trend' must have 1 to 1000 entries, not 1001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/predict-churn-risk", "/recommend-follow-up"})
    void wantsTicketAndCustomerOfEveryRequest(String path) throws Exception {
        String others = ",\"recent_communications\":[\"a\"]";
        for (String[] wrong : List.of(
                new String[] {"{\"customer_id\":2%s}", "field 'presale_ticket_id' is missing"},
                new String[] {"{\"presale_ticket_id\":1%s}", "field 'customer_id' is missing"},
                new String[] {"{\"presale_ticket_id\":null,\"customer_id\":2%s}", "field 'presale_ticket_id' is missing"
                },
                new String[] {
                    "{\"presale_ticket_id\":\"1\",\"customer_id\":2%s}",
                    "field 'presale_ticket_id' must be a whole number"
                },
                new String[] {
                    "{\"presale_ticket_id\":1,\"customer_id\":2.5%s}", "field 'customer_id' must be a whole number"
                },
                new String[] {"{\"presale_ticket_id\":1,\"customer_id\":2%s", "the body is not a JSON object"},
                new String[] {"null", "the body is not a JSON object"},
                new String[] {"", "the body is not a JSON object"})) {
            assertDetail(http.postJson(API + path, wrong[0].formatted(others)), 422, wrong[1]);
        }
    }

    @Test
    void answersWithADetailAlsoToWhatIsNoRequestOfTheDocument() throws Exception {
        assertDetail(http.get(API + "/analyze-emotion"), 405, "GET is not possible at " + API + "/analyze-emotion");
        assertDetail(http.get(API + "/analyze-emotions"), 404, "there is nothing at " + API + "/analyze-emotions");
        assertThat(http.postForm(API + "/analyze-emotion", "a=b").status()).isEqualTo(415);
        assertThat(http.postForm(API + "/analyze-emotion", "a=b")
                        .json()
                        .path("detail")
                        .asString())
                .isNotBlank();
    }

    @Test
    void looksAtManyCustomersAtOnce() throws Exception {
        for (int i = 0; i < 2; i++) {
            post(
                    "/analyze-emotion",
                    Map.of(
                            "presale_ticket_id",
                            ticket + i,
                            "customer_id",
                            customer + i,
                            "communication_content",
                            i == 0 ? "太好了，我感兴趣\n多少钱？\n合同发给我\n那就下单" : "我要投诉，骗子，退款"));
        }

        Answer answer = batch("full", customer, customer + 1, customer + 2, customer);
        JsonNode batch = answer.json();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(batch.propertyNames())
                .containsExactly("total_analyzed", "success_count", "failed_count", "summaries", "analysis_timestamp");
        assertThat(batch.path("total_analyzed").asInt()).isEqualTo(3);
        assertThat(batch.path("success_count").asInt()).isEqualTo(2);
        assertThat(batch.path("failed_count").asInt()).isEqualTo(1);
        assertThat(batch.path("analysis_timestamp").asString()).matches(LOCAL_TIME);
        batch.path("summaries").forEach(summary -> assertThat(summary.propertyNames())
                .containsExactly(
                        "customer_id",
                        "latest_sentiment",
                        "purchase_intent_score",
                        "churn_risk",
                        "needs_attention",
                        "recommended_action"));
        JsonNode buying = batch.at("/summaries/0");
        assertThat(buying.path("customer_id").asLong()).isEqualTo(customer);
        assertThat(buying.path("latest_sentiment").asString()).isEqualTo("positive");
        assertThat(buying.path("purchase_intent_score").asDouble()).isGreaterThan(60);
        assertThat(buying.path("churn_risk").asString()).isEqualTo("low");
        assertThat(buying.path("needs_attention").asBoolean()).isTrue();
        assertThat(buying.path("recommended_action").asString()).isEqualTo("高意向客户，建议立即联系促成交易");
        assertThat(batch.at("/summaries/1/latest_sentiment").asString()).isEqualTo("negative");
        assertThat(batch.at("/summaries/1/needs_attention").asBoolean()).isTrue();
        JsonNode unknown = batch.at("/summaries/2");
        assertThat(unknown.path("latest_sentiment").isNull()).isTrue();
        assertThat(unknown.path("purchase_intent_score").isNull()).isTrue();
        assertThat(unknown.path("churn_risk").isNull()).isTrue();
        assertThat(unknown.path("needs_attention").asBoolean(true)).isFalse();
        assertThat(unknown.path("recommended_action").asString()).isNotBlank();
        JsonNode emotion = batch("emotion", customer).json().at("/summaries/0");
        assertThat(emotion.path("churn_risk").isNull()).isTrue();
        assertThat(emotion.path("latest_sentiment").asString()).isEqualTo("positive");
        JsonNode churn = batch("churn", customer).json().at("/summaries/0");
        assertThat(churn.path("churn_risk").asString()).isEqualTo("low");
        assertThat(churn.path("latest_sentiment").isNull()).isTrue();
    }

    @Test
    void takesTheDocumentsBatchAndAHundredCustomers() throws Exception {
        assertThat(http.postJson(
                                API + "/batch-analyze-customers",
                                "{\"customer_ids\": [100, 101, 102, 103, 104], \"analysis_type\": \"full\"}")
                        .json()
                        .path("total_analyzed")
                        .asInt())
                .isEqualTo(5);
        Object[] hundred = LongStream.range(0, 100).boxed().toArray();
        Answer answer = http.postJson(
                API + "/batch-analyze-customers", JSON.writeValueAsString(Map.of("customer_ids", hundred)));
        assertThat(answer.json().path("summaries").size()).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"customer_ids":[]}                              | field 'customer_ids' must have 1 to 100 entries, not 0
            {}                                               | field 'customer_ids' is missing
            {"customer_ids":7}                               | field 'customer_ids' must be a list
            {"customer_ids":[1,"2"]}                         | field 'customer_ids[1]' must be a whole number
            {"customer_ids":[null]}                          | field 'customer_ids[0]' is missing
            {"customer_ids":[1.0]}                           | field 'customer_ids[0]' must be a whole number
            {"customer_ids":[1.5]}                           | field 'customer_ids[0]' must be a whole number
            {"customer_ids":[true]}                          | field 'customer_ids[0]' must be a whole number
            {"customer_ids":[[1]]}                           | field 'customer_ids[0]' must be a whole number
            {"customer_ids":null}                            | field 'customer_ids' is missing
            {"customer_ids":[1],"analysis_type":""}          | field 'analysis_type' must be one of full, emotion, churn
            {"customer_ids":[1],"analysis_type":["full"]}    | field 'analysis_type' must be one of full, emotion, churn
            [1]                                              | the body is not a JSON object
            {"customer_ids":[1],"analysis_type":"all"}       | field 'analysis_type' must be one of full, emotion, churn
            {"customer_ids":[1],"analysis_type":7}           | field 'analysis_type' must be one of full, emotion, churn
            {"customer_ids":[1                               | the body is not a JSON object
            """)
    void saysWhatIsWrongWithABatch(String body, String fact) throws Exception {
        assertDetail(http.postJson(API + "/batch-analyze-customers", body), 422, fact);
    }

    @Test
    void refusesMoreThanAHundredCustomers() throws Exception {
        Object[] more = LongStream.range(0, 101).boxed().toArray();
        assertDetail(
                http.postJson(API + "/batch-analyze-customers", JSON.writeValueAsString(Map.of("customer_ids", more))),
                422,
                "field 'customer_ids' must have 1 to 100 entries, not 101");
    }

    private static Answer batch(String type, long... customers) throws IOException, InterruptedException {
        return post("/batch-analyze-customers", Map.of("customer_ids", customers, "analysis_type", type));
    }

    /** The document's request, of this test's customer. */
    private Map<String, Object> churn(Map<String, Object> other) {
        Map<String, Object> asked = new HashMap<>(Map.of(
                "presale_ticket_id",
                ticket,
                "customer_id",
                customer,
                "recent_communications",
                List.of("第一次沟通内容", "第二次沟通内容", "最近的沟通内容"),
                "days_since_last_contact",
                15,
                "response_time_trend",
                List.of(2.0, 4.5, 8.0, 12.0)));
        asked.putAll(other);
        return asked;
    }

    @Test
    void recommendsWhenToFollowUp() throws Exception {
        assertDetail(recommend(Map.of()), 404, "no emotion analysis of ticket " + ticket);
        long id = analyze("太好了，我感兴趣\n多少钱？\n合同发给我\n那就下单").json().path("id").asLong();
        assertDetail(recommend(Map.of("latest_emotion_analysis_id", id + 1)), 404, "no emotion analysis " + (id + 1));
        assertDetail(
                recommend(Map.of("latest_emotion_analysis_id", id, "presale_ticket_id", ticket + 7)),
                404,
                "no emotion analysis " + id + " of ticket " + (ticket + 7));

        Answer answer = recommend(Map.of());
        JsonNode advice = answer.json();

        assertThat(answer.status()).isEqualTo(200);
        assertAdvice(advice);
        assertThat(advice.path("presale_ticket_id").asLong()).isEqualTo(ticket);
        assertThat(advice.path("priority").asString()).isEqualTo("high");
        assertThat(advice.path("status").asString()).isEqualTo("pending");
        assertThat(advice.path("reason").asString()).startsWith("客户购买意向评分达到").contains("2小时内");
        assertThat(Duration.between(time(advice, "created_at"), time(advice, "recommended_time")))
                .isEqualTo(Duration.ofHours(2));
        assertThat(recommend(Map.of("latest_emotion_analysis_id", id)).json()).isEqualTo(advice);
        assertThat(find("?status=pending&priority=high&limit=20", advice)).isEqualTo(advice);
        assertThat(find("?priority=low", advice).isMissingNode()).isTrue();
        assertThat(find("?status=completed", advice).isMissingNode()).isTrue();
    }

    @Test
    void advisesOnACallThatCameToItsTicketAfterItsReminderWasPlanned() throws Exception {
        hangUp("");
        // With no stage any more: its reminder is in the book.
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> http.get("/api/v1/calls?q=late-" + ticket).json().at("/calls/0"),
                        call -> call.path("state").asString("").equals("analyzed") && !call.has("stage"));

        hangUp(",\"presale_ticket_id\":\"%d\"".formatted(ticket));
        JsonNode advice = Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> recommend(Map.of()), answer -> answer.status() == 200)
                .json();

        assertAdvice(advice);
        assertThat(recommend(Map.of()).json()).isEqualTo(advice);
        assertThat(find("?status=pending&limit=100", advice)).isEqualTo(advice);
        assertThat(dismiss(advice).path("success").asBoolean()).isTrue();
        assertThat(find("?status=dismissed&limit=100", advice).path("id")).isEqualTo(advice.path("id"));
    }

    private void hangUp(String more) throws IOException, InterruptedException {
        assertThat(http.postJson("/webhook/new_call_recording", """
                        {"call_id":"late-%d","manager_id":"m-1","recording_url":"%s/recordings/zh-won-01.wav"%s}""".formatted(ticket, simulator.pbxUrl(), more))
                        .status())
                .isEqualTo(202);
    }

    private static void assertAdvice(JsonNode advice) {
        assertThat(advice.propertyNames())
                .containsExactly(
                        "id",
                        "presale_ticket_id",
                        "recommended_time",
                        "priority",
                        "follow_up_content",
                        "reason",
                        "status",
                        "created_at");
        assertThat(advice.path("id").asLong()).isBetween(1L, 1L << 53);
        assertThat(advice.path("recommended_time").asString()).matches(LOCAL_TIME);
        assertThat(advice.path("created_at").asString()).matches(LOCAL_TIME);
        assertThat(advice.path("priority").asString()).isIn("high", "medium", "low");
        assertThat(advice.path("status").asString()).isIn("pending", "completed", "dismissed");
        assertThat(advice.path("follow_up_content").asString()).isNotBlank();
        assertThat(advice.path("reason").asString()).isNotBlank();
    }

    @Test
    void dismissesAReminderForGood() throws Exception {
        analyze("我要投诉，太差了");
        JsonNode advice = recommend(Map.of()).json();
        String dismiss = API + "/dismiss-reminder/" + advice.path("id").asLong();

        Answer answer = http.post(dismiss);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().propertyNames()).containsExactly("message", "success");
        assertThat(answer.json().path("message").asString()).isEqualTo("提醒已忽略");
        assertThat(answer.json().path("success").asBoolean()).isTrue();
        assertThat(http.post(dismiss)).isEqualTo(answer);
        assertThat(find("?status=pending", advice).isMissingNode()).isTrue();
        assertThat(find("?status=dismissed", advice).path("id")).isEqualTo(advice.path("id"));
        assertDetail(http.post(API + "/dismiss-reminder/" + ticket), 404, "no reminder " + ticket);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            status=open          | status must be one of pending, completed, dismissed
            status=              | status must be one of pending, completed, dismissed
            status=PENDING       | status must be one of pending, completed, dismissed
            priority=urgent      | priority must be one of high, medium, low
            limit=0              | limit must be between 1 and 100
            limit=101            | limit must be between 1 and 100
            limit=-1             | limit must be between 1 and 100
            limit=ten            | limit must be a whole number
            limit=               | limit must be a whole number
            limit=1.5            | limit must be a whole number
            limit=99999999999999999999 | limit must be a whole number
            priority=            | priority must be one of high, medium, low
            priority=HIGH        | priority must be one of high, medium, low
            """)
    void saysWhatIsWrongWithAFilter(String query, String fact) throws Exception {
        assertDetail(http.get(API + "/follow-up-reminders?" + query), 422, fact);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"presale_ticket_id":1,"customer_id":2,"latest_emotion_analysis_id":"5"} | field 'latest_emotion_analysis_id' must be a whole number
            {"presale_ticket_id":1,"customer_id":2,"latest_emotion_analysis_id":1.5} | field 'latest_emotion_analysis_id' must be a whole number
            {"presale_ticket_id":1,"customer_id":2,"latest_emotion_analysis_id":true} | field 'latest_emotion_analysis_id' must be a whole number
            """)
    void saysWhatIsWrongWithARecommendation(String body, String fact) throws Exception {
        assertDetail(http.postJson(API + "/recommend-follow-up", body), 422, fact);
    }

    private Answer recommend(Map<String, Object> other) throws IOException, InterruptedException {
        Map<String, Object> asked = new HashMap<>(Map.of("presale_ticket_id", ticket, "customer_id", customer));
        asked.putAll(other);
        return post("/recommend-follow-up", asked);
    }

    /** As the list has it; missing when it does not. */
    private static JsonNode find(String query, JsonNode advice) throws IOException, InterruptedException {
        return listed(query, each -> each.path("id").equals(advice.path("id")));
    }

    private static JsonNode ofTicket(String query, long of) throws IOException, InterruptedException {
        return listed(query, each -> each.path("presale_ticket_id").asLong() == of);
    }

    private static JsonNode listed(String query, Predicate<JsonNode> such) throws IOException, InterruptedException {
        for (JsonNode each :
                http.get(API + "/follow-up-reminders" + query).json().path("reminders")) {
            if (such.test(each)) {
                return each;
            }
        }
        return MissingNode.getInstance();
    }

    private static JsonNode dismiss(JsonNode advice) throws IOException, InterruptedException {
        return http.post(API + "/dismiss-reminder/" + advice.path("id").asLong())
                .json();
    }

    private static LocalDateTime time(JsonNode answer, String field) {
        return LocalDateTime.parse(answer.path(field).asString());
    }

    private Answer analyze(String text) throws IOException, InterruptedException {
        return post(
                "/analyze-emotion",
                Map.of("presale_ticket_id", ticket, "customer_id", customer, "communication_content", text));
    }

    private static Answer post(String path, Map<String, Object> body) throws IOException, InterruptedException {
        return http.postJson(API + path, JSON.writeValueAsString(body));
    }

    private static void assertDetail(Answer answer, int status, String fact) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().path("detail").asString()).startsWith(fact);
    }

    private static int paid() {
        return simulator.stats().paidByInput("/v1/chat/completions").values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }
}
