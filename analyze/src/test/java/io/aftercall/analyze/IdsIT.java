package io.aftercall.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.jackson.Jackson3JsonpMapper;
import io.aftercall.embedded.Twins;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class IdsIT {
    private static final Instant AT = Instant.parse("2026-02-15T10:30:00Z");
    private static final IndexSettings SETTINGS = new IndexSettings(
            "it" + UUID.randomUUID().toString().substring(0, 8) + "-", 0, 100, DataSize.ofKilobytes(20));
    private static final ElasticsearchClient CLIENT = ElasticsearchClient.of(
            c -> c.host(Twins.elasticsearch().toString()).jsonMapper(new Jackson3JsonpMapper(CallJson.mapper())));

    private final Ids ids = ids();

    private static Ids ids() {
        return new Ids(CLIENT, SETTINGS, new Dependency(Dependency.Kind.INDEX, "the tests'"), Gate.OPEN);
    }

    @AfterAll
    static void close() throws IOException {
        CLIENT.indices().delete(d -> d.index(SETTINGS.idsIndex()).ignoreUnavailable(true));
        CLIENT.close();
    }

    @Test
    void areMadeOfTheTimeAndTwelveBitsOfTheKey() {
        long id = ids.of("analysis", "generic-1", AT);

        assertThat(id / 4096).isEqualTo(AT.toEpochMilli() - 1735689600000L);
        assertThat(id).isBetween(1L, (1L << 53) - 1);
    }

    @Test
    void areTheSameForTheSameThingAndLeadBackToIt() {
        long id = ids.of("analysis", "generic-2", AT);

        assertThat(ids.of("analysis", "generic-2", AT)).isEqualTo(id);
        assertThat(ids().of("analysis", "generic-2", AT)).isEqualTo(id);
        assertThat(ids().ofNew("analysis", "generic-2", AT)).isEqualTo(id);
        assertThat(ids.of("analysis", "generic-3", AT)).isEqualTo(ids().ofNew("analysis", "generic-3", AT));
        assertThat(ids.find("analysis", id)).contains("generic-2");
        assertThat(ids.find("reminder", id)).isEmpty();
        assertThat(ids.find("analysis", id + 4096)).isEmpty();
        assertThat(ids.find("analysis", -7)).isEmpty();
    }

    @Test
    void stayApartWhenManyThingsAreOfTheSameMoment() {
        Map<String, Instant> things = new HashMap<>();
        IntStream.range(0, 500).forEach(i -> things.put("busy-" + i, AT.plusMillis(1)));

        Map<String, Long> first = ids.of("record", things);

        assertThat(first).hasSize(500);
        assertThat(first.values()).doesNotHaveDuplicates();
        assertThat(first.entrySet())
                .as("some had to give way, or this shows nothing")
                .anyMatch(each -> each.getValue() != Ids.first("record", each.getKey(), AT.plusMillis(1)));
        assertThat(ids.of("record", things)).isEqualTo(first);
    }

    @Test
    void areNeverGivenTwiceHoweverManyClaimAtTheSameTime() {
        List<Map<String, Long>> given = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> {
                    Map<String, Instant> things = new HashMap<>();
                    IntStream.range(0, 200).forEach(n -> things.put("race-" + n, AT.plusMillis(2)));
                    return ids().of("record", things);
                })
                .toList();

        assertThat(given.getFirst().values()).doesNotHaveDuplicates();
        assertThat(given).containsOnly(given.getFirst());
    }

    @Test
    void areOfTheKeyAloneForThingsWithoutATime() {
        List<Long> given = IntStream.range(0, 20)
                .mapToObj(i -> ids.of("trend", "timeless-" + i))
                .toList();

        assertThat(given).doesNotHaveDuplicates().allSatisfy(id -> assertThat(id)
                .isBetween(1L, (1L << 53) - 1));
        assertThat(ids().of("trend", "timeless-7")).isEqualTo(given.get(7));
        assertThat(ids.find("trend", given.get(7))).contains("timeless-7");
    }

    @Test
    void areWholeNumbersForThingsOfAnyTime() {
        assertThat(ids.of("record", "old", Instant.parse("1999-12-31T23:59:59Z")))
                .isBetween(1L, (1L << 53) - 1);
        assertThat(ids.of("record", "late", Instant.parse("2093-01-01T00:00:00Z")))
                .isBetween(1L, (1L << 53) - 1);
    }
}
