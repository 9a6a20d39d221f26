package io.aftercall.analyze.api;

import static org.assertj.core.api.Assertions.assertThat;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import io.aftercall.analyze.Analyst;
import io.aftercall.analyze.Analysts;
import io.aftercall.analyze.CallAnalyzed;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallRow;
import io.aftercall.analyze.EmotionSettings;
import io.aftercall.analyze.Ids;
import io.aftercall.analyze.IndexSettings;
import io.aftercall.analyze.JudgedCalls;
import io.aftercall.analyze.MemoryCallIndex;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallFailed;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.Calls;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.MemoryCallFolder;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.RecordedCalls;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.ingest.Undecodable;
import io.aftercall.transcribe.CallTranscribed;
import io.aftercall.transcribe.WrittenDialogue;
import java.io.UnsupportedEncodingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The two requests about customers over HTTP, on calls and communications held in memory and judged offline. */
class CustomersHttpTest {
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ONE_TEXT =
            "{\"presale_ticket_id\":1,\"customer_id\":100,\"recent_communications\":[\"ok\"]}";

    private final Map<Long, RuntimeException> unreadable = new HashMap<>();
    private final MemoryCallIndex index = new MemoryCallIndex() {
        @Override
        public List<CallRow> history(@Nullable String ticketId, @Nullable String customerId, int most) {
            RuntimeException fault = unreadable.get(Long.valueOf(String.valueOf(customerId)));
            if (fault != null) {
                throw fault;
            }
            return super.history(ticketId, customerId, most);
        }
    };
    private final MemoryCallFolder folder = new MemoryCallFolder();
    private final MockMvcTester http = judgedBy(Analysts.offline(folder));

    private MockMvcTester judgedBy(Analyst analyst) {
        return MockMvcTester.of(new CustomersApi(
                new Communications(
                        Calls.submissions(folder, hungUp -> {}, CLOCK), analyst, folder, index, idsNobodyAsksFor()),
                index,
                new EmotionSettings(20_000, 8),
                CLOCK,
                ZoneOffset.UTC));
    }

    private static Ids idsNobodyAsksFor() {
        return new Ids(
                ElasticsearchClient.of(client -> client.host("http://127.0.0.1:1")),
                new IndexSettings("", 0, 1, DataSize.ofMegabytes(1)),
                new Dependency(Dependency.Kind.INDEX, "nobody's"),
                Gate.OPEN);
    }

    @Test
    void saysOfABatchWhichCustomersCouldNotBeLookedAt() throws Exception {
        call("zh-won-01", 1, 100, NOW.minusSeconds(60));
        call("zh-churn-01", 2, 101, NOW.minusSeconds(60));
        refusedByTheModel(103);
        unreadable.put(104L, TransientFailure.outage("connection refused", null));
        unreadable.put(105L, new PermanentFailure("the index refuses the request"));
        unreadable.put(106L, new Undecodable("document of call x: not JSON"));
        text(7, 107, "我要投诉，太差了", NOW.minusSeconds(60));

        JsonNode batch = ask("/batch-analyze-customers", """
                {"customer_ids": [100, 101, 102, 103, 104, 105, 106, 107], "analysis_type": "full"}""");

        assertThat(batch.path("total_analyzed").asInt()).isEqualTo(8);
        assertThat(batch.path("success_count").asInt()).isEqualTo(3);
        assertThat(batch.path("failed_count").asInt()).isEqualTo(5);
        assertThat(batch.at("/summaries").findValuesAsString("customer_id"))
                .containsExactly("100", "101", "102", "103", "104", "105", "106", "107");
        assertThat(batch.at("/summaries/0").toString()).isEqualTo("""
                {"customer_id":100,"latest_sentiment":"positive","purchase_intent_score":96.0,"churn_risk":"low",\
                "needs_attention":true,"recommended_action":"高意向客户，建议立即联系促成交易"}""");
        assertThat(batch.at("/summaries/1").toString()).isEqualTo("""
                {"customer_id":101,"latest_sentiment":"negative","purchase_intent_score":25.0,"churn_risk":"high",\
                "needs_attention":true,"recommended_action":"紧急跟进，制定挽回策略"}""");
        assertThat(batch.at("/summaries/2").toString()).isEqualTo(failed(102, "还没有该客户的沟通记录，建议先联系一次"));
        assertThat(batch.at("/summaries/3").toString()).isEqualTo(failed(103, "还没有该客户的沟通记录，建议先联系一次"));
        for (int i = 4; i < 7; i++) {
            assertThat(batch.at("/summaries/" + i).toString()).isEqualTo(failed(100 + i, "暂时无法读取该客户的记录，请稍后再试"));
        }
        assertThat(batch.at("/summaries/7/latest_sentiment").asString()).isEqualTo("negative");
    }

    private static String failed(long customer, String why) {
        return """
                {"customer_id":%d,"latest_sentiment":null,"purchase_intent_score":null,"churn_risk":null,\
                "needs_attention":false,"recommended_action":"%s"}""".formatted(customer, why);
    }

    @Test
    void saysThatItIsNotPossibleNowWhileTheModelOrTheIndexIsAway() {
        OpenAIClient away = OpenAIOkHttpClient.builder()
                .baseUrl("http://127.0.0.1:1")
                .apiKey("simulated")
                .maxRetries(0)
                .build();
        assertThat(post(judgedBy(Analysts.asking(away, folder)), "/predict-churn-risk", ONE_TEXT))
                .hasStatus(503)
                .containsHeader("Retry-After")
                .bodyText()
                .startsWith("{\"detail\":\"not possible now, try again: ");

        unreadable.put(100L, TransientFailure.outage("connection refused", null));
        assertThat(post(http, "/predict-churn-risk", ONE_TEXT))
                .hasStatus(503)
                .bodyText()
                .isEqualTo("{\"detail\":\"not possible now, try again: connection refused\"}");
    }

    @Test
    void countsTheDaysSinceTheLastCallOrCommunicationWhereNobodySaysThem() throws Exception {
        assertThat(why(risk("好的", ""))).isEmpty();
        call("zh-won-01", 1, 100, NOW.minus(Duration.ofDays(20)));
        assertThat(why(risk("好的", ""))).contains("距离上次联系已20天");
        text(1, 100, "你好", NOW.minus(Duration.ofDays(9)));
        assertThat(why(risk("好的", ""))).contains("距离上次联系已9天");

        assertThat(why(risk("好的", ",\"days_since_last_contact\":15"))).contains("距离上次联系已15天");
        assertThat(why(risk("好的", ",\"days_since_last_contact\":0"))).noneMatch(each -> each.startsWith("距离上次联系"));
    }

    @Test
    void seesTheMoodFallFromACallToACommunication() throws Exception {
        assertThat(why(risk("你好", ""))).noneMatch(each -> each.startsWith("平均情绪值"));
        call("zh-won-01", 1, 100, NOW);

        assertThat(why(risk("我要投诉，太差了", ""))).anyMatch(each -> each.startsWith("平均情绪值从55降到-"));
    }

    @Test
    void addsUpObjectionsOfCallsAndCommunications() throws Exception {
        assertThat(why(risk("我们再考虑考虑", ""))).isEmpty();
        call("zh-won-01", 1, 100, NOW);

        assertThat(why(risk("我们再考虑考虑", ""))).contains("客户提出了多种异议：价格、决策周期长");
    }

    @Test
    void addsSlowerAnswersToWhatTheHistoryShows() throws Exception {
        call("zh-churn-01", 1, 100, NOW.minus(Duration.ofDays(8)));
        double before = risk("好的", "").path("risk_score").asDouble();

        JsonNode risk = risk("好的", ",\"response_time_trend\":[2.0, 4.5, 8.0, 12.0]");

        assertThat(why(risk)).contains("客户回复时间从2小时增加到12小时", "距离上次联系已8天");
        assertThat(risk.path("risk_score").asDouble()).isGreaterThan(before);
        assertThat(risk.path("churn_risk").asString()).isEqualTo("high");
        assertThat(why(risk)).anyMatch(each -> each.startsWith("客户原话："));
    }

    @Test
    void takesTheTimesToAnAnswerFromTheHistoryWhereNobodySaysThem() throws Exception {
        call("zh-won-01", 1, 100, NOW.minus(Duration.ofHours(90)));
        text(1, 100, "你好", NOW.minus(Duration.ofHours(88)));
        text(1, 100, "在吗", NOW.minus(Duration.ofHours(80)));
        assertThat(why(risk("好的", ""))).noneMatch(each -> each.startsWith("客户回复时间"));
        call("zh-price-01", 1, 100, NOW.minus(Duration.ofHours(60)));
        call("en-won-01", 1, 100, NOW.minus(Duration.ofHours(50)));
        call("zh-churn-01", Call.Direction.INBOUND, 1, 100, NOW.minus(Duration.ofHours(37)));
        text(1, 100, "好", NOW.minus(Duration.ofHours(2)));

        assertThat(why(risk("好的", ""))).contains("客户回复时间从2小时增加到13小时");
        assertThat(why(risk("好的", ",\"response_time_trend\":[2.0, 4.0]"))).contains("客户回复时间从2小时增加到4小时");
        assertThat(why(risk("好的", ",\"response_time_trend\":[2.0]"))).noneMatch(each -> each.startsWith("客户回复时间"));
    }

    @Test
    void keepsOfACommunicationWhoseItIsAndNoFactOfACall() throws Exception {
        String key = Calls.submissions(folder, hungUp -> {}, CLOCK)
                .communication("1", "100", "我要退款")
                .call()
                .key();

        risk("我要退款", "");

        assertThat(folder.list(key, "facts/")).singleElement().satisfies(name -> {
            CallHungUp asked = CallJson.read(folder.read(key, name).orElseThrow(), CallHungUp.class);
            assertThat(asked.call().references().customerId()).isEqualTo("100");
            assertThat(asked.call().references().presaleTicketId()).isEqualTo("1");
        });
        assertThat(folder.list(key, "recording")).isEmpty();
        assertThat(new RecordedCalls(folder).facts(key)).isEmpty();
        assertThat(index.history("1", "100", 9)).isEmpty();
    }

    private JsonNode risk(String text, String more) throws UnsupportedEncodingException {
        return ask("/predict-churn-risk", """
                {"presale_ticket_id":1,"customer_id":100,"recent_communications":["%s"]%s}""".formatted(text, more));
    }

    private static List<String> why(JsonNode risk) {
        return risk.path("risk_factors").findValuesAsString("description");
    }

    private static MvcTestResult post(MockMvcTester http, String path, String body) {
        return http.post()
                .uri("/api/v1/presale/ai" + path)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private JsonNode ask(String path, String body) throws UnsupportedEncodingException {
        MvcTestResult answer = post(http, path, body);
        assertThat(answer).hasStatusOk();
        return JSON.readTree(answer.getResponse().getContentAsByteArray());
    }

    private void call(String script, long ticket, long customer, Instant ended) {
        call(script, Call.Direction.OUTBOUND, ticket, customer, ended);
    }

    private void call(String script, Call.Direction direction, long ticket, long customer, Instant ended) {
        JudgedCalls.Events events = JudgedCalls.of(script, script + customer, ended);
        Call call = of(events.hungUp().call(), direction, ticket, customer);
        index.merge(List.of(
                CallDocument.of(new CallTranscribed(
                        call,
                        null,
                        events.transcribed().transcript(),
                        events.transcribed().at())),
                CallDocument.of(new CallAnalyzed(
                        call, events.analyzed().analysis(), events.analyzed().at()))));
    }

    private void refusedByTheModel(long customer) {
        JudgedCalls.Events events = JudgedCalls.of("zh-won-01", "refused", NOW);
        CallHungUp hungUp = events.hungUp();
        index.merge(List.of(
                CallDocument.of(new CallHungUp(
                        of(hungUp.call(), Call.Direction.OUTBOUND, customer, customer),
                        hungUp.recording(),
                        hungUp.receivedAt(),
                        hungUp.asReceived())),
                CallDocument.of(new CallFailed(
                        hungUp.call().key(), "analyze", "the model refuses call refused", NOW, "t", "{}"))));
    }

    private static Call of(Call call, Call.Direction direction, long ticket, long customer) {
        return new Call(
                call.key(),
                call.source(),
                call.callId(),
                call.managerId(),
                direction,
                call.caller(),
                call.callee(),
                call.timing(),
                call.ending(),
                new Call.References(null, String.valueOf(customer), String.valueOf(ticket), null, null, null));
    }

    private void text(long ticket, long customer, String text, Instant at) {
        CallHungUp written = Calls.submissions(folder, hungUp -> {}, Clock.fixed(at, ZoneOffset.UTC))
                .communication(String.valueOf(ticket), String.valueOf(customer), text);
        CallTranscribed said =
                new CallTranscribed(written.call(), null, WrittenDialogue.message(text, written.contentHash(), at), at);
        index.merge(List.of(
                CallDocument.of(said), CallDocument.of(Analysts.offline(folder).analyze(said))));
    }
}
