package io.aftercall.analyze.api.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.ingest.PlatformRecord;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What of a call is the platform's and what is ours where the platform's own record leaves something out. */
class AsDeliveredTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ROW = """
            {"tags":[],"tag_groups":[],"score":28,"level_id":"dialogue-A","level_name":"A级(优秀)","level":{"id":"dialogue-A",
            "name":"A级","alias":"优秀","color":"#1a7f37"},"gender":0,"gender_str":"未知","hangup_disposition":0,
            "hangup_disposition_str":"未知","rounds":3,"province_id":32,"city_id":25,"operator":2,"operator_name":"联通",
            "city":{"id":25,"pid":32,"city":"南京","area_code":"025"},
            "province":{"id":32,"pid":null,"city":"江苏","area_code":"025"}}""";
    private static final String DETAILS = """
            {"records":[{"id":"ours-1"}],"info":{"record":{"id":"1","task_id":"t","group_id":157784,"rounds":1},
            "task":{"uuid":"t","name":"t","destination_extension":157784,"group_str":"对话","sort":0,
            "group":{"id":157784,"name":"对话","debug":false}}},
            "mobile_info":{"mobile_type":"联通","province":"江苏","city":"南京"},
            "utterances":[{"id":"greeting","group_id":157784}]}""";

    private static JsonNode listed(String record, @Nullable String details) {
        return JSON.valueToTree(new AsDelivered(delivered(record, details)).listed(object(ROW)));
    }

    private static JsonNode details(String record, @Nullable String details) {
        return JSON.valueToTree(new AsDelivered(delivered(record, details)).details(object(DETAILS)));
    }

    private static PlatformRecord delivered(String record, @Nullable String details) {
        return new PlatformRecord(object(record), details == null ? null : object(details));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> object(String json) {
        return JSON.readValue(json, Map.class);
    }

    @Test
    void namesAPlaceByWhoeverGaveItsId() {
        JsonNode unnamed = listed("{\"province_id\":3,\"city_id\":12,\"operator\":3}", null);
        JsonNode named = listed(
                "{\"province_id\":3,\"city_id\":12,\"operator\":3}",
                "{\"mobile_info\":{\"mobile_type\":\"电信\",\"province\":\"江苏\",\"city\":\"苏州\"}}");

        assertThat(List.of(unnamed.path("province_id"), unnamed.path("city_id"), unnamed.path("operator")))
                .extracting(JsonNode::asInt)
                .containsExactly(32, 25, 2);
        assertThat(unnamed.at("/city/city").asString()).isEqualTo("南京");
        assertThat(unnamed.path("operator_name").asString()).isEqualTo("联通");
        assertThat(named.path("city"))
                .isEqualTo(JSON.readTree("{\"id\":12,\"pid\":3,\"city\":\"苏州\",\"area_code\":\"\"}"));
        assertThat(named.path("province"))
                .isEqualTo(JSON.readTree("{\"id\":3,\"pid\":null,\"city\":\"江苏\",\"area_code\":\"025\"}"));
        assertThat(named.path("operator").asInt()).isEqualTo(3);
        assertThat(named.path("operator_name").asString()).isEqualTo("电信");
    }

    @Test
    void takesAVerdictFromOneSource() {
        JsonNode row = listed("{\"score\":null,\"level_id\":\"e6\",\"level_name\":\"D级(无意向)\"}", null);
        JsonNode scored = listed("{\"score\":165}", null);
        JsonNode silent = listed("{\"score\":null}", null);

        assertThat(row.path("score").isNull()).isTrue();
        assertThat(row.path("level"))
                .isEqualTo(JSON.readTree("{\"id\":\"e6\",\"name\":\"D级\",\"alias\":\"无意向\",\"color\":\"#000\"}"));
        assertThat(scored.path("level").isNull()).isTrue();
        assertThat(scored.path("level_name").isNull()).isTrue();
        assertThat(silent.path("score").asInt()).isEqualTo(28);
        assertThat(silent.path("level_id").asString()).isEqualTo("dialogue-A");
    }

    @Test
    void leavesRoundsThatTheRecordDoesNotCountToTheRow() {
        JsonNode counted = listed("{\"rounds\":12}", null);
        JsonNode silent = listed("{\"score\":28}", "{\"records\":[{\"tags\":[]}]}");

        assertThat(counted.path("rounds").asInt()).isEqualTo(12);
        assertThat(silent.path("rounds").asInt()).isEqualTo(3);
    }

    @Test
    void saysNumbersInWords() {
        JsonNode row = listed("{\"gender\":2,\"hangup_disposition\":1}", null);

        assertThat(row.path("gender_str").asString()).isEqualTo("男");
        assertThat(row.path("hangup_disposition_str").asString()).isEqualTo("AI");
    }

    @Test
    void takesTheTaskAndItsScriptFromOneSource() {
        JsonNode info = details("{\"task_id\":\"d77\",\"group_id\":297}", "{\"records\":[{\"id\":\"theirs-1\"}]}");

        JsonNode task = info.at("/info/task");
        assertThat(task.path("uuid").asString()).isEqualTo("d77");
        assertThat(task.path("name").asString()).isEqualTo("d77");
        assertThat(task.at("/group/id").asInt()).isEqualTo(297);
        assertThat(task.at("/group/name").asString()).isEmpty();
        assertThat(task.path("group_str").asString()).isEmpty();
        assertThat(task.path("destination_extension").asInt()).isEqualTo(297);
        assertThat(task.path("sort").asInt()).isZero();
        assertThat(info.path("utterances").isEmpty()).isTrue();
        assertThat(info.at("/records/0/id").asString()).isEqualTo("theirs-1");
        assertThat(info.at("/records/0").propertyNames()).containsExactlyElementsOf(Rounds.FIELDS);
        assertThat(info.at("/records/0/tags").isArray()).isTrue();
        assertThat(info.at("/info/record/rounds").asInt()).isZero();
    }

    @Test
    void showsTheRecordAlsoWhereThePlatformHasNoDetails() {
        JsonNode info = details("{\"id\":\"b1\",\"task_id\":\"d77\",\"rounds\":12,\"read_at\":\"2020-03-02\"}", null);

        assertThat(info.at("/info/record/id").asString()).isEqualTo("b1");
        assertThat(info.at("/info/record/rounds").asInt()).isEqualTo(12);
        assertThat(info.at("/info/record").has("read_at")).isFalse();
        assertThat(info.at("/records/0/id").asString()).isEqualTo("ours-1");
        assertThat(info.at("/info/task/group/name").asString()).isEqualTo("对话");
        assertThat(info.path("utterances").size()).isEqualTo(1);
    }
}
