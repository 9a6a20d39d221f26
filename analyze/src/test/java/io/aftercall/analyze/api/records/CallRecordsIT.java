package io.aftercall.analyze.api.records;

import static io.aftercall.analyze.api.records.Shape.assertShape;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.jackson.Jackson3JsonpMapper;
import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallAnalyzed;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.CallReview;
import io.aftercall.analyze.Evidence;
import io.aftercall.analyze.IndexSettings;
import io.aftercall.analyze.JudgedCalls;
import io.aftercall.analyze.RecordRow;
import io.aftercall.analyze.Rubric;
import io.aftercall.analyze.Rubrics;
import io.aftercall.analyze.index.CallRecords;
import io.aftercall.analyze.index.ElasticsearchCallIndex;
import io.aftercall.analyze.tags.RuleTag;
import io.aftercall.analyze.tags.TagRules;
import io.aftercall.embedded.Twins;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.transcribe.CallTranscribed;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The call-record API over HTTP on a real index: the document's examples, and what it does not say. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class CallRecordsIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TASK = "234cdcac-501c-47b5-9c06-47a658f363b8";
    private static final String SILENT_TASK = "silent";
    private static final int CALLS = 320;
    private static final int NUMBERS = 300;
    private static final Instant NEWEST = Instant.parse("2026-03-02T09:00:00Z");
    private static final TagRules RULES = TagRules.read(new ClassPathResource("tags/default.yaml"));
    private static final IndexSettings SETTINGS = new IndexSettings(
            "records" + UUID.randomUUID().toString().substring(0, 8) + "-", 0, 200, DataSize.ofMegabytes(8));
    private static final ElasticsearchClient CLIENT = ElasticsearchClient.of(
            client -> client.host(Twins.elasticsearch().toString()).jsonMapper(new Jackson3JsonpMapper()));
    private static final Dependency INDEX = new Dependency(Dependency.Kind.INDEX, "the tests'");
    private static final CallIndex CALL_INDEX = new ElasticsearchCallIndex(CLIENT, SETTINGS, INDEX, Gate.OPEN);
    private static final String HUMAN = "generic-zh-price-01";
    private static final String HUMAN_ID = RecordRow.recordId(HUMAN);

    @Configuration
    @EnableAutoConfiguration
    static class Application {
        @Bean
        RecordsApi api() {
            return new RecordsApi(
                    new CallRecords(CLIENT, SETTINGS, INDEX, Gate.OPEN),
                    CALL_INDEX,
                    Rubrics.shipped(),
                    RULES,
                    ZoneId.of("Asia/Shanghai"));
        }
    }

    private static String humanTask;

    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @BeforeAll
    static void seed() throws IOException {
        List<CallDocument> calls = new ArrayList<>();
        IntStream.range(0, CALLS).mapToObj(CallRecordsIT::robotCall).forEach(calls::add);
        JudgedCalls.Events human = JudgedCalls.of("zh-price-01");
        humanTask = human.hungUp().call().managerId();
        calls.add(CallDocument.of(human.hungUp())
                .merge(CallDocument.of(human.recorded()))
                .merge(CallDocument.of(human.transcribed()))
                .merge(CallDocument.of(judgedByTheDialogue(human)))
                .merge(CallDocument.of(lookedAt(human))));
        assertThat(CALL_INDEX.merge(calls)).isEmpty();
        for (CallDocument part : silentCall("1111")) {
            assertThat(CALL_INDEX.merge(List.of(part))).isEmpty();
        }
        for (CallDocument part : silentCall("2222").reversed()) {
            assertThat(CALL_INDEX.merge(List.of(part))).isEmpty();
        }
        CLIENT.indices().refresh(r -> r.index(SETTINGS.prefix() + "*"));
    }

    @AfterAll
    static void close() throws IOException {
        CLIENT.indices().delete(d -> d.index(SETTINGS.callsIndex(), SETTINGS.roundsIndex(), SETTINGS.numbersIndex()));
        CLIENT.close();
    }

    /** Of which nothing is said but that it was, so that only its recording knows how long it took. */
    private static List<CallDocument> silentCall(String callId) {
        JudgedCalls.Events events = JudgedCalls.of("zh-price-01");
        Call call = new Call(
                Call.keyOf("generic", callId),
                "generic",
                callId,
                null,
                Call.Direction.OUTBOUND,
                "300708",
                "1865168" + callId,
                Call.Timing.UNKNOWN,
                Call.Ending.UNKNOWN,
                new Call.References(SILENT_TASK, null, null, null, null, null));
        Instant at = events.hungUp().receivedAt();
        return List.of(
                CallDocument.of(new CallHungUp(call, null, at, Map.of())),
                CallDocument.of(
                        new CallTranscribed(call, null, events.transcribed().transcript(), at.plusSeconds(9))));
    }

    /** Every fourth is not answered; the last twenty go to the first twenty numbers again, and are older. */
    private static CallDocument robotCall(int i) {
        boolean answered = i % 4 != 0;
        long bill = answered ? 10_000 + i * 100L : 0;
        Instant ended = NEWEST.minusSeconds(60L * i);
        String[] announcements = {"busy now", "power off", "not answer"};
        Call call = new Call(
                Call.keyOf("robot", "c-" + i),
                "robot",
                "c-" + i,
                null,
                Call.Direction.OUTBOUND,
                "300708",
                number(i % NUMBERS),
                new Call.Timing(ended.minusSeconds(60), ended.minusMillis(bill), ended, 60_000L, bill),
                new Call.Ending(
                        answered ? "NORMAL_CLEARING" : "NO_ANSWER",
                        answered ? "robot" : null,
                        "200",
                        answered ? null : announcements[i / 4 % 3]),
                new Call.References(TASK, null, null, null, null, null, "" + (1_000 + i % NUMBERS)));
        return CallDocument.of(new CallHungUp(call, null, ended.plusSeconds(1), Map.of()));
    }

    /** 联通, 移动 and 电信 in turn. */
    private static String number(int i) {
        return List.of("1865168", "1881049", "1890602").get(i % 3) + "%04d".formatted(i);
    }

    private static CallAnalyzed judgedByTheDialogue(JudgedCalls.Events events) {
        CallAnalyzed judged = events.analyzedBy(
                RULES,
                new RuleTag(
                        "sales",
                        "interest",
                        "asks_price",
                        new Rubric.Texts("询问价格", "Спрашивает цену", "Asks for the price"),
                        List.of(new Evidence("u2", "太贵了"))));
        ObjectNode analysis = CallJson.mapper().valueToTree(judged.analysis());
        ((ObjectNode) analysis.path("engine"))
                .put("rubric", Rubrics.shipped().of("dialogue").version());
        return new CallAnalyzed(
                judged.call(), CallJson.mapper().convertValue(analysis, CallAnalysis.class), judged.at());
    }

    /** Says no more than that somebody has looked at the analysis. */
    private static CallReview lookedAt(JudgedCalls.Events events) {
        return new CallReview(
                "review-1",
                HUMAN,
                CallReview.Kind.OBJECTION,
                "zhou",
                "price",
                events.analyzed().at().plusSeconds(60),
                "input",
                "dialogue",
                Map.of(),
                Map.of(),
                null,
                null,
                null,
                null,
                null);
    }

    @Test
    void givesARecordEveryFieldOfTheDocument() throws Exception {
        JsonNode page = get("/v1/task/record?task_id=" + humanTask, 200);

        assertShape(RecordExamples.RECORDS, page);
        JsonNode row = page.at("/data/data/0");
        assertThat(page.at("/data/total").asInt()).isEqualTo(1);
        assertThat(row.path("id").asString()).isEqualTo(HUMAN_ID);
        assertThat(row.path("callid").asString()).isEqualTo("zh-price-01");
        assertThat(row.path("calldate").asString()).startsWith("2026-03-02 17:1");
        assertThat(row.path("level_id").asString()).isEqualTo("dialogue-D");
        assertThat(row.path("level_name").asString()).isEqualTo("D级(较差)");
        assertThat(row.at("/level/alias").asString()).isEqualTo("较差");
        assertThat(row.at("/tags/0/name").asString()).isEqualTo("询问价格");
        assertThat(row.at("/tags/0/tag_groups/0/name").asString()).isEqualTo("有意向");
        assertThat(row.path("tags").findValuesAsString("name")).contains("价格", "竞争对手", "丢单");
        assertThat(row.path("tag_groups").findValuesAsString("tag_scene_id")).containsExactly("sales");
        assertThat(row.path("hangup_disposition_str").asString()).isEqualTo("客户");
    }

    @Test
    void tellsWhereTheNumberOfARobotCallIsFrom() throws Exception {
        JsonNode row = get("/v1/task/record?page=1&task_id=" + TASK + "&keyword=18651680003", 200)
                .at("/data/data/0");

        assertThat(row.path("operator_name").asString()).isEqualTo("联通");
        assertThat(row.path("operator").asInt()).isEqualTo(2);
        assertThat(row.at("/city/city").asString()).isEqualTo("南京");
        assertThat(row.at("/city/area_code").asString()).isEqualTo("025");
        assertThat(row.at("/city/pid").asInt()).isEqualTo(row.at("/province/id").asInt());
        assertThat(row.at("/province/city").asString()).isEqualTo("江苏");
        assertThat(row.path("hangup_disposition_str").asString()).isEqualTo("AI");
        assertThat(row.path("level").isNull()).isTrue();
    }

    @Test
    void givesOneRecordInShortByItsIdOrTheCallsKey() throws Exception {
        JsonNode byId = get("/v1/record/" + HUMAN_ID, 200);

        assertShape(RecordExamples.RECORD, byId);
        assertThat(byId.at("/data/task_id").asString()).isEqualTo(humanTask);
        assertThat(get("/v1/record/" + HUMAN, 200)).isEqualTo(byId);
    }

    @Test
    void givesEveryRoundOfACallOfPeople() throws Exception {
        JsonNode info = get("/v1/task/record_info/" + humanTask + "/" + HUMAN_ID, 200);

        // Of a parent tag the document has a number for an id here, and a text in its list.
        assertShape(RecordExamples.RECORD_INFO.replace("\"id\":1,", "\"id\":\"1\","), info);
        JsonNode rounds = info.at("/data/records");
        assertThat(rounds.path(0).path("notify").asString()).isEqualTo("enter");
        assertThat(rounds.path(0).path("question").asString()).isEmpty();
        assertThat(rounds.path(0).path("answer_content").asString()).isNotBlank();
        assertThat(rounds.path(1).path("notify").asString()).isEqualTo("asrmessage_notify");
        assertThat(rounds.path(1).path("question").asString()).isNotBlank();
        assertThat(rounds.path(1).path("speak_ms").asLong()).isPositive();
        assertThat(StreamSupport.stream(rounds.spliterator(), false)
                        .map(round -> round.path("sequence").asInt()))
                .isEqualTo(IntStream.rangeClosed(1, rounds.size()).boxed().toList());
        assertThat(rounds.path(1).path("keyword").asString()).isEqualTo("太贵了");
        assertThat(rounds.path(1).path("tags").findValuesAsString("tag_id")).contains("sales/interest/asks_price");
        assertThat(rounds.findValuesAsString("notify").stream().filter("asrmessage_notify"::equals))
                .hasSize(info.at("/data/info/record/rounds").asInt())
                .hasSize(get("/v1/record/" + HUMAN_ID, 200).at("/data/rounds").asInt());
        assertThat(info.at("/data/info/task/group/name").asString()).isEqualTo("对话");
        assertThat(info.at("/data/utterances").findValuesAsString("name")).contains("开场白");
    }

    @Test
    void listsNumbersAsTheirLastCallLeftThem() throws Exception {
        JsonNode page = get("/v1/task/number?call_history=1&task_id=" + TASK, 200);

        assertShape(RecordExamples.NUMBERS, get("/v1/task/number?call_history=1&status=1&task_id=" + TASK, 200));
        assertThat(page.at("/data/total").asInt()).isEqualTo(NUMBERS);
        assertThat(page.at("/data/last_page").asInt()).isEqualTo(20);
        JsonNode first = page.at("/data/data/0");
        assertThat(first.path("number").asString()).isEqualTo("18651680000");
        assertThat(first.path("id").asInt()).isEqualTo(1_000);
        assertThat(first.path("status").asInt()).isEqualTo(8);
        assertThat(first.path("status_str").asString()).isEqualTo("占线、用户正忙");
        assertThat(first.path("answerdate").isNull()).isTrue();
        assertThat(first.path("call_history").findValuesAsString("call_id")).containsExactly("c-0", "c-300");
        assertThat(first.at("/call_history/0/call_status").asString()).isEqualTo("busy now");
        assertThat(first.at("/call_history/0/hangup_code").stringValue()).isEqualTo("200");
        assertThat(get("/v1/task/number?task_id=" + TASK, 200)
                        .at("/data/data/0")
                        .has("call_history"))
                .isFalse();
    }

    @Test
    void listsANumberAsAllEventsOfItsCallKnowItInWhateverOrderTheyCame() throws Exception {
        JsonNode page = get("/v1/task/number?call_history=1&task_id=" + SILENT_TASK, 200);

        assertThat(page.at("/data/total").asInt()).isEqualTo(2);
        for (JsonNode number : page.at("/data/data")) {
            assertThat(number.path("bill").asInt()).isEqualTo(70_000);
            assertThat(number.path("duration").asInt()).isEqualTo(70_000);
            assertThat(number.at("/call_history/0/bill")).isEqualTo(number.path("bill"));
        }
    }

    @Test
    void listsTheNumbersOfACallOfPeopleInEveryFieldOfTheDocument() throws Exception {
        JsonNode page = get("/v1/task/number?call_history=1&task_id=" + humanTask, 200);

        assertThat(page.at("/data/total").asInt()).isEqualTo(1);
        assertShape(RecordExamples.NUMBERS, page);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status[]=1           | 225",
                "status[]=8&status[]=6| 50",
                "status=[8, 6]        | 50",
                "status=0             | 0",
                "type[]=lt            | 100",
                "type=lt,dx           | 200",
                "keyword=1865168      | 100",
                "keyword=0299         | 1",
                "keyword=18651680000  | 1",
                "keyword=%2B8618651680000 | 1",
                "keyword=8618651680000 | 1",
                "status=1&type=yd     | 75",
            })
    void restrictsTheNumbers(String query, int total) throws Exception {
        assertThat(get("/v1/task/number?task_id=" + TASK + "&" + query.replace(" ", "%20"), 200)
                        .at("/data/total")
                        .asInt())
                .isEqualTo(total);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                        | 320",
                "bills=1-                                | 240",
                "bills=0                                 | 80",
                "bills[]=0&bills[]=10100                 | 81",
                "keyword=18651680000                     | 2",
                "keyword=%2B86 186 5168 0000             | 2",
                "levels=A                                | 0",
                "rounds=1-                               | 0",
                "tags=price                              | 0",
                "start_at=2026-03-02 17:00:00            | 1",
                "start_at=2026-03-02 16:58:00            | 3",
                "end_at=2026-03-02 16:00:00              | 260",
                "end_at=2026-03-01                       | 0",
                "end_at=9999-12-31 23:59:59              | 320",
                "start_at=2026-03-02&end_at=2026-03-02   | 320",
            })
    void restrictsTheRecords(String query, int total) throws Exception {
        String asked = query == null ? "" : "&" + query.strip().replace(" ", "%20");

        assertThat(get("/v1/task/record?task_id=" + TASK + asked, 200)
                        .at("/data/total")
                        .asInt())
                .isEqualTo(total);
    }

    @ParameterizedTest
    @CsvSource({
        "levels=D",
        "levels[]=dialogue-D&levels[]=A",
        "tags=price",
        "tags=sales/interest/asks_price",
        "rounds=1-",
        "keyword=报价单"
    })
    void findsTheJudgedCallBy(String query) throws Exception {
        String word = query.startsWith("keyword=") ? "keyword=" + URLEncoder.encode(query.substring(8), UTF_8) : query;

        assertThat(get("/v1/task/record?task_id=" + humanTask + "&" + word, 200)
                        .at("/data/total")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void pagesThroughEveryCallOnce() throws Exception {
        JsonNode first = get("/v1/task/record?task_id=" + TASK, 200);
        assertThat(first.at("/data/data").size()).isEqualTo(15);
        assertThat(first).isEqualTo(get("/v1/task/record?page=1&task_id=" + TASK, 200));
        Set<String> ids = new HashSet<>();
        String last = "9999";
        for (int page = 1; page <= 22; page++) {
            JsonNode answer = get("/v1/task/record?task_id=" + TASK + "&page=" + page, 200);
            assertThat(answer.at("/data/last_page").asInt()).isEqualTo(22);
            for (JsonNode row : answer.at("/data/data")) {
                assertThat(row.path("hangupdate").asString()).isLessThanOrEqualTo(last);
                last = row.path("hangupdate").asString();
                ids.add(row.path("id").asString());
            }
        }
        assertThat(ids).hasSize(CALLS);
        JsonNode beyond = get("/v1/task/record?task_id=" + TASK + "&page=23", 200);
        assertThat(beyond.at("/data/data").isEmpty()).isTrue();
        assertThat(beyond.at("/data/total").asInt()).isEqualTo(CALLS);
        assertThat(get("/v1/task/record?task_id=" + TASK + "&page=10000", 200)
                        .at("/data/data")
                        .isEmpty())
                .isTrue();
    }

    @Test
    void listsLevelsAndTags() throws Exception {
        JsonNode levels = get("/v1/setting/record_level", 200).path("data");
        JsonNode tags = get("/v1/tag/usable_tags", 200).path("data");

        assertThat(levels.findValuesAsString("id")).contains("dialogue-A", "manager-D", "client-C");
        assertThat(levels.path(0).propertyNames()).contains("name", "alias", "color");
        assertThat(tags.findValuesAsString("id")).contains("sales/interest/asks_price", "sales/interest");
        assertThat(tags.path(0).path("tag_groups").path(0).path("name").asString())
                .isEqualTo("有意向");
    }

    @Test
    void findsNothingInATaskItDoesNotKnow() throws Exception {
        for (String list : List.of("record", "number")) {
            JsonNode page = get("/v1/task/" + list + "?task_id=unknown", 200).path("data");
            assertThat(page.path("data").isEmpty()).isTrue();
            assertThat(page.path("total").asInt()).isZero();
            assertThat(page.path("last_page").asInt()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "task/record                          | 422 | task_id is missing",
                "task/number?task_id=                 | 422 | task_id is missing",
                "task/record?task_id=t&page=0         | 422 | page must be 1 or more",
                "task/record?task_id=t&page=x         | 422 | page must be a whole number, not 'x'",
                "task/record?task_id=t&page=10001     | 422 | page 10001 lies beyond page 10000, the last one that can be asked for; narrow the search, for example by date",
                "task/record?task_id=t&start_at=today | 422 | start_at must be a date like 2020-03-06 or a time like 2020-03-06 22:32:37, not 'today'",
                "task/record?task_id=t&end_at=2026-02-30 | 422 | end_at must be a date like 2020-03-06 or a time like 2020-03-06 22:32:37, not '2026-02-30'",
                "task/record?task_id=t&start_at=2026-03-02&end_at=2026-03-01 | 422 | start_at must be before end_at",
                "task/record?task_id=t&bills=9-1      | 422 | bills must go from the smaller number to the larger, not '9-1'",
                "task/record?task_id=t&rounds=many    | 422 | rounds must be a number or a range like 5-10, 5- or -10, not 'many'",
                "task/record?task_id=t&start_at=2026-03-02 10:00:00&end_at=2026-03-02 09:00:00 | 422 | start_at must be before end_at",
                "task/record?task_id=t&page=-1        | 422 | page must be 1 or more",
                "task/record?task_id=t&page=1.5       | 422 | page must be a whole number, not '1.5'",
                "task/record?task_id=t&page=99999999999 | 422 | page must have fewer digits than '99999999999'",
                "task/record?task_id=t&bills=-        | 422 | bills must be a number or a range like 5-10, 5- or -10, not '-'",
                "task/record?task_id=t&bills=[5, x]   | 422 | bills must be a number or a range like 5-10, 5- or -10, not 'x'",
                "task/number?task_id=t&page=0         | 422 | page must be 1 or more",
                "task/number?task_id=t&page=abc       | 422 | page must be a whole number, not 'abc'",
                "task/number?task_id=t&page=10001     | 422 | page 10001 lies beyond page 10000, the last one that can be asked for; narrow the search, for example by date",
                "task/number?task_id=t&status=[0, 13] | 422 | status must be 0 to 12, not '13'",
                "task/number?task_id=t&type=[lt, mts] | 422 | type must be lt, dx or yd, not 'mts'",
                "task/number?task_id=t&status[]=13    | 422 | status must be 0 to 12, not '13'",
                "task/number?task_id=t&status=answer  | 422 | status must be 0 to 12, not 'answer'",
                "task/number?task_id=t&type=mts       | 422 | type must be lt, dx or yd, not 'mts'",
                "task/number?task_id=t&keyword=Wang   | 422 | keyword must be digits of a number, not 'Wang'",
                "task/number?task_id=t&call_history=2 | 422 | call_history must be 0 or 1, not '2'",
                "record/42                            | 404 | there is no record 42",
                "task/record_info/t/42                | 404 | there is no record 42 in task t",
            })
    void refusesInItsOwnEnvelope(String path, int code, String message) throws Exception {
        JsonNode answer = get("/v1/" + path.replace(" ", "%20"), code);

        assertThat(answer.propertyNames()).containsExactly("code", "status", "message", "data");
        assertThat(answer.path("code").asInt()).isEqualTo(code);
        assertThat(answer.path("status").asString()).isEqualTo("error");
        assertThat(answer.path("message").asString()).isEqualTo(message);
        assertThat(answer.path("data").isNull()).isTrue();
    }

    @Test
    void refusesMoreThanAnybodyAsksFor() throws Exception {
        String many = ",a".repeat(101).substring(1);
        String query = "/v1/task/record?task_id=t&";

        assertThat(get(query + "levels=" + many, 422).path("message").asString())
                .isEqualTo("levels must not be more than 100");
        assertThat(get(query + "tags=" + many, 422).path("message").asString())
                .isEqualTo("tags must not be more than 100");
        assertThat(get(query + "keyword=" + "a".repeat(501), 422)
                        .path("message")
                        .asString())
                .isEqualTo("keyword must not be longer than 500");
        assertThat(get("/v1/task/number?task_id=" + "t".repeat(501), 422)
                        .path("message")
                        .asString())
                .isEqualTo("task_id must not be longer than 500");
    }

    @Test
    void knowsARecordOnlyInItsOwnTask() throws Exception {
        get("/v1/task/record_info/" + TASK + "/" + HUMAN_ID, 404);
    }

    private JsonNode get(String path, int status) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port
                                + path.replace("[", "%5B").replace("]", "%5D")))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode())
                .as(path + " " + new String(answer.body(), UTF_8))
                .isEqualTo(status);
        return JSON.readTree(answer.body());
    }
}
