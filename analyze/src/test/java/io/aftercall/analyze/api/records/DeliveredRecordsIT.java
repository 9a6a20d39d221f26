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
import io.aftercall.analyze.IndexSettings;
import io.aftercall.analyze.JudgedCalls;
import io.aftercall.analyze.Rubrics;
import io.aftercall.analyze.index.CallRecords;
import io.aftercall.analyze.index.ElasticsearchCallIndex;
import io.aftercall.analyze.tags.TagRules;
import io.aftercall.embedded.Twins;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.CallRecorded;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.PlatformRecord;
import io.aftercall.ingest.Recording;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The document's requests over the calls of its examples, delivered as they stand there, on a real index. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class DeliveredRecordsIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final String LISTED = "/v1/task/record?task_id=234cdcac-501c-47b5-9c06-47a658f363b8";
    private static final String NUMBERS = "/v1/task/number?task_id=1bcecc13-e873-4910-913c-d9246a891280";
    private static final JsonNode BRIEF = JSON.readTree(RecordExamples.RECORD);
    private static final JsonNode INFO = JSON.readTree(RecordExamples.RECORD_INFO);
    private static final JsonNode ROW = JSON.readTree(RecordExamples.RECORDS).at("/data/data/0");
    private static final CallAnalysis OURS =
            JudgedCalls.of("en-won-01").analyzed().analysis();
    private static final IndexSettings SETTINGS = new IndexSettings(
            "delivered" + UUID.randomUUID().toString().substring(0, 8) + "-", 0, 200, DataSize.ofMegabytes(8));
    private static final ElasticsearchClient CLIENT = ElasticsearchClient.of(
            client -> client.host(Twins.elasticsearch().toString()).jsonMapper(new Jackson3JsonpMapper()));
    private static final Dependency INDEX = new Dependency(Dependency.Kind.INDEX, "the tests'");
    private static final CallIndex CALL_INDEX = new ElasticsearchCallIndex(CLIENT, SETTINGS, INDEX, Gate.OPEN);

    @Configuration
    @EnableAutoConfiguration
    static class Application {
        @Bean
        RecordsApi api() {
            return new RecordsApi(
                    new CallRecords(CLIENT, SETTINGS, INDEX, Gate.OPEN),
                    CALL_INDEX,
                    Rubrics.shipped(),
                    TagRules.read(new ClassPathResource("tags/default.yaml")),
                    ZONE);
        }
    }

    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @BeforeAll
    static void seed() throws IOException {
        merge(hungUp(ROW, "234cdcac-501c-47b5-9c06-47a658f363b8"), listed());
        merge(hungUp(BRIEF.path("data"), "campaign-7"), BRIEF.path("data"), null);
        merge(hungUp(INFO.at("/data/info/record"), null), INFO.at("/data/info/record"), INFO.path("data"));
        numbers().forEach(call -> assertThat(CALL_INDEX.merge(List.of(call))).isEmpty());
        CLIENT.indices().refresh(r -> r.index(SETTINGS.prefix() + "*"));
    }

    @AfterAll
    static void close() throws IOException {
        CLIENT.indices().delete(d -> d.index(SETTINGS.callsIndex(), SETTINGS.roundsIndex(), SETTINGS.numbersIndex()));
        CLIENT.close();
    }

    private static void merge(CallHungUp hungUp, JsonNode record, @Nullable JsonNode details) {
        ObjectNode delivered = JSON.createObjectNode();
        ObjectNode brief = delivered.putObject("record");
        record.properties().stream()
                .filter(field ->
                        !field.getKey().equals("level") && !field.getKey().equals("crm_number"))
                .forEach(field -> brief.set(field.getKey(), field.getValue()));
        delivered.set("details", details);
        merge(hungUp, CallJson.mapper().convertValue(delivered, PlatformRecord.class));
    }

    /** Judged here as well, and otherwise than there. */
    private static void merge(CallHungUp hungUp, PlatformRecord delivered) {
        Call call = hungUp.call();
        Instant at = hungUp.receivedAt().plusSeconds(5);
        for (CallDocument each : List.of(
                CallDocument.of(hungUp),
                CallDocument.of(new CallRecorded(call, null, at, delivered)),
                CallDocument.of(new CallAnalyzed(call, OURS, at)))) {
            assertThat(CALL_INDEX.merge(List.of(each))).isEmpty();
        }
    }

    /** What a row of the list has and the platform's record has not lies in the record's details. */
    private static PlatformRecord listed() {
        ObjectNode record = ROW.deepCopy().asObject();
        ArrayNode tags = record.remove("tags").asArray();
        tags.forEach(tag -> tag.asObject().set("tag_group", tag.asObject().remove("tag_groups")));
        record.remove(List.of("tag_groups", "operator_name", "city", "province"));
        ObjectNode details = JSON.createObjectNode();
        details.putArray("records").addObject().set("tags", tags);
        details.putObject("info").putObject("record").set("level", record.remove("level"));
        details.set("mobile_info", INFO.at("/data/mobile_info"));
        ObjectNode delivered = JSON.createObjectNode();
        delivered.set("record", record);
        delivered.set("details", details);
        return CallJson.mapper().convertValue(delivered, PlatformRecord.class);
    }

    private static CallHungUp hungUp(JsonNode record, @Nullable String task) {
        return hungUp(
                record.path("callid").asString(),
                record.path("callee").asString(),
                record.path("caller_number").asString(),
                new Call.Timing(
                        at(record.path("calldate").asString()),
                        at(record.path("answerdate").asString()),
                        at(record.path("hangupdate").asString()),
                        record.path("duration").asLong(),
                        // Not as the platform says it later.
                        record.path("bill").asLong() + 1),
                new Call.Ending("NORMAL_CLEARING", "robot"),
                new Call.References(task, null, null, null, null, null));
    }

    private static CallHungUp hungUp(
            String callId,
            String callee,
            String caller,
            Call.Timing timing,
            Call.Ending ending,
            Call.References references) {
        Call call = new Call(
                Call.keyOf("robot", callId),
                "robot",
                callId,
                null,
                Call.Direction.OUTBOUND,
                caller,
                callee,
                timing,
                ending,
                references);
        return new CallHungUp(call, null, timing.endedAt().plusSeconds(2), Map.of());
    }

    /** The number of the document's example: called twice, the first time in vain. */
    private static List<CallDocument> numbers() {
        Call.References references =
                new Call.References("1bcecc13-e873-4910-913c-d9246a891280", null, null, null, null, null, "1691");
        CallHungUp answered = hungUp(
                "90a48ed3-a5f6-4904-b1f3-a9ec883b069f",
                "18651683344",
                "17361984317",
                new Call.Timing(
                        at("2020-03-06 23:04:37"),
                        at("2020-03-06 23:04:46"),
                        at("2020-03-06 23:05:12"),
                        35_639L,
                        26_638L),
                new Call.Ending("NORMAL_CLEARING", "customer", "200", null),
                references);
        CallHungUp inVain = hungUp(
                "1569523c-d3d3-48fd-97a0-ad88d6606a19",
                "18651683344",
                "17361984317",
                new Call.Timing(at("2020-03-04 20:50:36"), null, at("2020-03-04 20:50:50"), 13_339L, 0L),
                new Call.Ending("NORMAL_CLEARING", null, null, "busy now"),
                references);
        Recording recording = JudgedCalls.of("en-won-01").recorded().recording();
        return List.of(
                CallDocument.of(answered)
                        .merge(CallDocument.of(new CallRecorded(answered.call(), recording, answered.receivedAt()))),
                CallDocument.of(inVain));
    }

    private static Instant at(String local) {
        return LocalDateTime.parse(local.replace(' ', 'T')).atZone(ZONE).toInstant();
    }

    @Test
    void listsACallAsTheDocumentDoes() throws Exception {
        JsonNode page = get(LISTED + "&page=1");
        JsonNode row = page.at("/data/data/0");

        assertShape(RecordExamples.RECORDS, page);
        ROW.properties().stream()
                .filter(field -> !List.of("tag_groups", "city", "province").contains(field.getKey()))
                .forEach(field ->
                        assertThat(row.path(field.getKey())).as(field.getKey()).isEqualTo(field.getValue()));
        assertThat(row.path("tag_groups")).isEqualTo(ROW.at("/tags/0/tag_groups"));
        for (String field : List.of("/city/id", "/city/pid", "/city/city", "/province/id", "/province/city")) {
            assertThat(row.at(field)).as(field).isEqualTo(ROW.at(field));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "levels=[e605e0b0-96b2-4af0-9b78-7cdd5fc6b783]              | 1",
                "levels[]=A&levels[]=D                                      | 1",
                "levels=C                                                   | 0",
                "keyword=18810495721                                        | 1",
                "keyword=18810495722                                        | 0",
                "bills=31319                                                | 1",
                "bills=31320                                                | 0",
                "rounds=0                                                   | 1",
                "rounds=1-                                                  | 0",
                "tags=[ee109a20-6b98-4463-94fe-ea730e2188c7]                | 1",
                "tags=4c318fbd-834f-4b41-bfbe-a631e5422812                  | 0",
                "start_at=2019-05-08&end_at=2019-05-08                      | 1",
                "start_at=2019-05-08 19:03:58&end_at=2019-05-08 19:03:58    | 1",
                "start_at=2019-05-08 19:03:59                               | 0",
                "levels=D&keyword=0495&bills=31000-32000&rounds=-2&end_at=2019-05-09 00:00:00 | 1",
            })
    void findsACallByWhatIsShownOfIt(String query, int total) throws Exception {
        assertThat(get(LISTED + "&" + query).at("/data/total").asInt()).isEqualTo(total);
    }

    @Test
    void findsACallThatThePlatformJudgedByNoVerdictOfOurs() throws Exception {
        String level = OURS.score().level();
        String tag = OURS.tags().getFirst();

        assertThat(level).isNotEqualTo("D");
        for (String query : List.of("levels=" + level, "levels=manager-plus-" + level, "tags=" + tag)) {
            assertThat(get(LISTED + "&" + query).at("/data/total").asInt())
                    .as(query)
                    .isZero();
        }
    }

    @Test
    void listsLevelsAndTagsThatCallsHaveFromThePlatform() throws Exception {
        JsonNode levels = get("/v1/setting/record_level").path("data");
        JsonNode tags = get("/v1/tag/usable_tags").path("data");

        assertThat(levels)
                .filteredOn(level -> level.path("id").asString().startsWith("e605"))
                .singleElement()
                .satisfies(level -> assertThat(level.path("alias").asString()).isEqualTo("无意向"));
        assertThat(levels)
                .filteredOn(level -> level.path("id").asString().startsWith("d968"))
                .singleElement()
                .satisfies(level -> assertThat(level.path("name").asString()).isEqualTo("C级"))
                .satisfies(level -> assertThat(level.path("alias").asString()).isEqualTo("可再次跟进"));
        assertThat(levels).allSatisfy(level -> assertThat(level.propertyNames())
                .contains("id", "name", "alias", "color", "group_id", "min_score", "max_score"));
        assertThat(tags)
                .filteredOn(tag -> tag.path("id").asString().startsWith("4c318fbd"))
                .singleElement()
                .satisfies(tag ->
                        assertThat(tag.at("/tag_groups/0/name").asString()).isEqualTo("弱意向"))
                .satisfies(tag -> assertThat(tag.has("pivot")).isFalse());
        assertThat(tags.findValuesAsString("name")).contains("承认发布", "无意向", "询问价格");
    }

    @ParameterizedTest
    @CsvSource({"d77d6f95-0e40-46d4-8bda-30343411da47", "campaign-7"})
    void findsACallByEitherIdOfItsTask(String task) throws Exception {
        JsonNode calls = get("/v1/task/record?levels=C&task_id=" + task);
        JsonNode numbers = get("/v1/task/number?call_history=1&task_id=" + task);

        assertThat(calls.at("/data/total").asInt()).isEqualTo(1);
        assertThat(calls.at("/data/data/0/id")).isEqualTo(BRIEF.at("/data/id"));
        assertThat(numbers.at("/data/total").asInt()).isEqualTo(1);
        assertThat(numbers.at("/data/data/0/bill").asInt()).isEqualTo(48_079);
        JsonNode history = numbers.at("/data/data/0/call_history");
        assertThat(history.size()).isEqualTo(1);
        assertThat(history.at("/0/bill").asInt()).isEqualTo(48_079);
        assertThat(history.at("/0/task_id")).isEqualTo(BRIEF.at("/data/task_id"));
        assertThat(history.at("/0/record_file")).isEqualTo(BRIEF.at("/data/recordfile"));
        get("/v1/task/record_info/" + task + "/" + BRIEF.at("/data/id").asString());
    }

    @Test
    void givesACallInShortAsTheDocumentDoes() throws Exception {
        assertThat(get("/v1/record/b1e91cb9-5994-47cc-a5df-25c3e8439a99")).isEqualTo(BRIEF);
    }

    @Test
    void givesACallInAllDetailsAsTheDocumentDoes() throws Exception {
        JsonNode info =
                get("/v1/task/record_info/840a4346-d0ac-4800-9c73-3d06275a9158/9c736f53-0c1b-4047-b30a-dd87d2968541");

        assertThat(info).isEqualTo(INFO);
        JsonNode row = get("/v1/task/record?task_id=840a4346-d0ac-4800-9c73-3d06275a9158")
                .at("/data/data/0");
        assertThat(row.path("rounds").asInt()).isEqualTo(2);
        assertThat(info.at("/data/records").findValuesAsString("notify").stream()
                        .filter("asrmessage_notify"::equals))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "page=1",
                "status=[0 ,1]",
                "status[]=0&status[]=1",
                "keyword=18651683344",
                "type=[ lt , dx , yd ]",
                "type[]=lt&type[]=dx&type[]=yd",
                "page=1&status=[0 ,1]&keyword=18651683344&type=[ lt , dx , yd ]",
            })
    void listsANumberAsTheDocumentDoes(String query) throws Exception {
        JsonNode page = get(NUMBERS + "&call_history=1&" + query);
        JsonNode number = page.at("/data/data/0");
        JsonNode example = JSON.readTree(RecordExamples.NUMBERS).at("/data/data/0");

        assertShape(RecordExamples.NUMBERS, page);
        assertThat(page.at("/data/total").asInt()).isEqualTo(1);
        assertSame(example, number, List.of("post_code", "call_history"));
        for (int call : new int[] {0, 1}) {
            assertSame(
                    example.path("call_history").path(call),
                    number.path("call_history").path(call),
                    List.of(
                            "id",
                            "user_id",
                            "task_id",
                            "record_file",
                            "province_id",
                            "city_id",
                            "created_at",
                            "updated_at"));
        }
        assertThat(number.at("/call_history/0/record_file").asString()).endsWith(".wav");
        assertThat(number.at("/call_history/1/record_file").isNull()).isTrue();
    }

    @Test
    void findsANumberByTheStatusOfItsLastCallOnly() throws Exception {
        for (int status : IntStream.rangeClosed(0, 12).toArray()) {
            assertThat(get(NUMBERS + "&status[]=" + status).at("/data/total").asInt())
                    .as("status " + status)
                    .isEqualTo(status == 1 ? 1 : 0);
        }
        for (String query : List.of("", "&call_history=0")) {
            assertThat(get(NUMBERS + query).at("/data/data/0").has("call_history"))
                    .isFalse();
        }
    }

    private static void assertSame(JsonNode example, JsonNode answer, List<String> but) {
        example.properties().stream()
                .filter(field -> !but.contains(field.getKey()))
                .forEach(field -> assertThat(answer.path(field.getKey()))
                        .as(field.getKey())
                        .isEqualTo(field.getValue()));
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        String address = path.replace("[", "%5B").replace("]", "%5D").replace(" ", "%20");
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + address))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode())
                .as(path + " " + new String(answer.body(), UTF_8))
                .isEqualTo(200);
        return JSON.readTree(answer.body());
    }
}
