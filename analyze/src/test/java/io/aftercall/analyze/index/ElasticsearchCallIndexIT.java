package io.aftercall.analyze.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.mapping.DynamicMapping;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.json.jackson.Jackson3JsonpMapper;
import co.elastic.clients.util.BinaryData;
import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallAnalyzed;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.CallIndexContract;
import io.aftercall.analyze.CallIndexer;
import io.aftercall.analyze.CallQuery;
import io.aftercall.analyze.CallRow;
import io.aftercall.analyze.CallState;
import io.aftercall.analyze.IndexSettings;
import io.aftercall.analyze.IndexedEvent;
import io.aftercall.analyze.JudgedCalls;
import io.aftercall.analyze.NumberQuery;
import io.aftercall.analyze.RecordRow;
import io.aftercall.analyze.Stage;
import io.aftercall.analyze.Stuck;
import io.aftercall.embedded.Twins;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.CallRecorded;
import io.aftercall.ingest.Calls;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.TransientFailure;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class ElasticsearchCallIndexIT extends CallIndexContract {
    private static final IndexSettings SETTINGS = new IndexSettings(
            "it" + UUID.randomUUID().toString().substring(0, 8) + "-", 0, 3, DataSize.ofKilobytes(20));
    private static final Dependency INDEX = new Dependency(Dependency.Kind.INDEX, "the tests'");
    private static final ElasticsearchClient CLIENT = client(Twins.elasticsearch());

    private static final String NUMBER = "18651681111";

    private final ElasticsearchCallIndex index = new ElasticsearchCallIndex(CLIENT, SETTINGS, INDEX, Gate.OPEN);

    @AfterAll
    static void close() throws IOException {
        CLIENT.indices().delete(d -> d.index(SETTINGS.callsIndex(), SETTINGS.roundsIndex(), SETTINGS.numbersIndex())
                .ignoreUnavailable(true));
        CLIENT.close();
    }

    @Override
    protected CallIndex index() {
        return index;
    }

    @Override
    protected void settle() {
        try {
            CLIENT.indices()
                    .refresh(r -> r.index(SETTINGS.callsIndex(), SETTINGS.roundsIndex(), SETTINGS.numbersIndex()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void knowsTheFormsOfAWord() {
        String id = UUID.randomUUID().toString();
        index.merge(List.of(
                JudgedCalls.of("ru-angry-01", id + "-ru", Calls.ENDED).document(),
                JudgedCalls.of("en-churn-01", id + "-en", Calls.ENDED).document()));
        settle();

        assertThat(keys(text("окнами"))).contains("generic-" + id + "-ru");
        assertThat(keys(text("teachers"))).contains("generic-" + id + "-en");
    }

    @Test
    void findsWhatWasWrittenWhileNobodySearched() throws IOException {
        String id = UUID.randomUUID().toString();
        index.merge(List.of());
        searchIdleAfter("1ms");
        try {
            index.merge(JudgedCalls.of("zh-churn-01", id, Calls.ENDED).documents());

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(keys(text(id))).containsExactly("generic-" + id));
        } finally {
            searchIdleAfter("10s");
        }
    }

    private static void searchIdleAfter(String time) throws IOException {
        CLIENT.indices().putSettings(put -> put.index(SETTINGS.callsIndex())
                .settings(settings -> settings.search(search -> search.idle(idle -> idle.after(a -> a.time(time))))));
    }

    @Test
    void keepsOneDocumentPerRoundOfTheLatestAnalysis() throws IOException {
        String id = UUID.randomUUID().toString();
        JudgedCalls.Events events = JudgedCalls.of("zh-churn-01", id, Calls.ENDED);
        index.merge(events.documents());
        assertThat(rounds(events)).isEqualTo(5);

        CallAnalysis old = events.analyzed().analysis();
        Instant later = old.at().plusSeconds(60);
        CallAnalyzed shorter = new CallAnalyzed(events.hungUp().call(), withRounds(old, 2, later), later);
        index.merge(List.of(CallDocument.of(shorter)));
        assertThat(rounds(events)).isEqualTo(2);

        index.merge(List.of(CallDocument.of(events.analyzed())));
        assertThat(rounds(events)).isEqualTo(2);
    }

    @Test
    void leavesRoundsAloneThatNothingNewBearsOn() throws IOException {
        JudgedCalls.Events events =
                JudgedCalls.of("zh-churn-01", UUID.randomUUID().toString(), Calls.ENDED);
        index.merge(events.documents());
        String key = events.hungUp().call().key();
        List<Long> written = versions(key);

        index.merge(List.of(CallDocument.reminded(key, "rem-1", Instant.now())));
        assertThat(index.find(key).orElseThrow().state()).isEqualTo(CallState.REMINDED);
        assertThat(versions(key)).isEqualTo(written);

        index.merge(List.of(CallDocument.of(events.transcribed())));
        assertThat(versions(key)).hasSameSizeAs(written).doesNotContainAnyElementsOf(written);
    }

    @Test
    void hasTheFirstOfItsListAsANumbersLastInWhateverOrderCallsOfOneMomentCome() {
        String task = UUID.randomUUID().toString();
        List<CallDocument> calls = Stream.of("first", "second", "third", "fourth", "fifth")
                .map(id -> dialled(task, id))
                .toList();
        CallRecords records = new CallRecords(CLIENT, SETTINGS, INDEX, Gate.OPEN);
        for (List<CallDocument> order : List.of(calls, calls.reversed())) {
            index.clear();
            order.forEach(call -> index.merge(List.of(call)));
            settle();

            List<RecordRow> numbers = records.numbers(new NumberQuery(task, Set.of(), null, Set.of(), 1))
                    .rows();
            List<RecordRow> history = records.history(task, List.of(NUMBER));

            assertThat(history).hasSize(5);
            assertThat(numbers)
                    .extracting(RecordRow::callId)
                    .containsExactly(history.getFirst().callId());
        }
    }

    @Test
    void leavesTheNumberOfACorrectedCallToTheCallBeforeItOrToNobody() {
        String task = UUID.randomUUID().toString();
        CallRecords records = new CallRecords(CLIENT, SETTINGS, INDEX, Gate.OPEN);
        CallDocument before = dialled(task, task + "-before", NUMBER, Calls.ENDED.minusSeconds(60));
        CallDocument wrong = dialled(task, task + "-call", NUMBER, Calls.ENDED);
        CallDocument right = dialled(task, task + "-call", "13900000002", Calls.ENDED.plusSeconds(5));
        index.merge(List.of(before));
        index.merge(List.of(wrong));
        assertThat(lastCalls(records, task)).containsExactly(entry(NUMBER, task + "-call"));

        index.merge(List.of(right));
        assertThat(lastCalls(records, task))
                .containsOnly(entry(NUMBER, task + "-before"), entry("13900000002", task + "-call"));

        // The same notification again, from before the correction.
        index.merge(List.of(wrong));
        assertThat(lastCalls(records, task))
                .containsOnly(entry(NUMBER, task + "-before"), entry("13900000002", task + "-call"));

        index.merge(List.of(dialled(task, task + "-before", "13900000003", Calls.ENDED.plusSeconds(9))));
        assertThat(lastCalls(records, task))
                .containsOnly(entry("13900000003", task + "-before"), entry("13900000002", task + "-call"));

        CallDocument later = dialled(task, task + "-later", NUMBER, Calls.ENDED.plusSeconds(600));
        index.merge(List.of(later));
        index.merge(List.of(wrong));
        assertThat(lastCalls(records, task)).contains(entry(NUMBER, task + "-later"));
    }

    private Map<String, String> lastCalls(CallRecords records, String task) {
        settle();
        return records.numbers(new NumberQuery(task, Set.of(), null, Set.of(), 1)).rows().stream()
                .collect(Collectors.toMap(RecordRow::customerNumber, RecordRow::callId));
    }

    private static CallDocument dialled(String task, String id) {
        return dialled(task, id, NUMBER, Calls.ENDED);
    }

    private static CallDocument dialled(String task, String id, String number, Instant at) {
        Call call = new Call(
                Call.keyOf("generic", id),
                "generic",
                id,
                null,
                Call.Direction.OUTBOUND,
                "300708",
                number,
                new Call.Timing(null, null, at, null, null),
                Call.Ending.UNKNOWN,
                new Call.References(task, null, null, null, null, null));
        return CallDocument.of(new CallHungUp(call, null, at, Map.of()));
    }

    @Test
    void reportsTheOneCallWhoseContentIsRefusedAndStoresAllOthers() {
        String id = UUID.randomUUID().toString();
        Call call = Calls.aCall(id + "-late");
        Instant year12000 = Instant.parse("+12000-01-01T00:00:00Z");
        Call late = new Call(
                call.key(),
                call.source(),
                call.callId(),
                null,
                null,
                null,
                null,
                new Call.Timing(null, null, year12000, null, null),
                call.ending(),
                call.references());
        CallDocument refused = CallDocument.of(new CallHungUp(late, null, Calls.ENDED, Map.of()));
        CallDocument unnameable = CallDocument.reminded("k".repeat(600), "r", Calls.ENDED);
        CallDocument good = JudgedCalls.of("en-won-01", id, Calls.ENDED).document();

        var failures = index.merge(List.of(refused, unnameable, good));

        assertThat(failures).containsOnlyKeys(refused.callKey(), unnameable.callKey());
        assertThat(failures.get(refused.callKey())).hasMessageContaining("call " + late.key() + " cannot be indexed");
        assertThat(index.find(good.callKey())).isPresent();
    }

    @Test
    void givesBackOnlyTheEventThatIsRefusedAndKeepsTheOthersOfItsCall() {
        String id = UUID.randomUUID().toString();
        JudgedCalls.Events events = JudgedCalls.of("en-won-01", id, Calls.ENDED);
        String key = events.hungUp().call().key();
        IndexedEvent failed = IndexedEvent.of(
                CallIndexer.FAILED,
                key,
                CallJson.write(events.failed("remind", Instant.parse("+12000-01-01T00:00:00Z"))));
        IndexedEvent late = IndexedEvent.of(
                CallIndexer.RECORDED,
                key,
                CallJson.write(
                        new CallRecorded(events.hungUp().call(), null, Instant.parse("+12000-01-01T00:00:00Z"))));
        IndexedEvent good = IndexedEvent.of(CallIndexer.ANALYZED, key, CallJson.write(events.analyzed()));

        List<CallIndexer.Refused> refused =
                new CallIndexer(index, Clock.systemUTC()).index(List.of(good, late, failed));

        assertThat(refused).extracting(CallIndexer.Refused::event).containsExactly(late);
        assertThat(refused.getFirst().dead()).isFalse();
        assertThat(index.find(key).orElseThrow().analysis())
                .isEqualTo(events.analyzed().analysis());
        assertThat(index.find(key).orElseThrow().state()).isEqualTo(CallState.FAILED);
    }

    @Test
    void makesItsIndicesAgainWhenSomebodyDeletedThem() throws IOException {
        CallDocument document = JudgedCalls.of("en-won-01", UUID.randomUUID().toString(), Calls.ENDED)
                .document();
        CallDocument reminded = CallDocument.reminded(document.callKey(), "r-1", Calls.ENDED.plusSeconds(50));
        index.merge(List.of(document));
        deleteIndices();

        assertThatThrownBy(() -> index.merge(List.of(reminded))).isInstanceOf(TransientFailure.class);
        assertThat(index.merge(List.of(reminded))).isEmpty();
        assertThat(index.find(document.callKey())).contains(reminded);

        // What is written unasked makes an index from the same template.
        deleteIndices();
        assertThat(index.merge(List.of(document))).isEmpty();
        assertThat(index.find(document.callKey())).contains(document);
        assertThat(CLIENT.indices()
                        .getMapping(get -> get.index(SETTINGS.callsIndex()))
                        .get(SETTINGS.callsIndex())
                        .mappings()
                        .dynamic())
                .isEqualTo(DynamicMapping.Strict);
    }

    private static void deleteIndices() throws IOException {
        CLIENT.indices().delete(d -> d.index(SETTINGS.callsIndex(), SETTINGS.roundsIndex(), SETTINGS.numbersIndex()));
    }

    @Test
    void goesOnWithAnIndexThatAnEarlierReleaseMade() throws IOException {
        IndexSettings settings = new IndexSettings(SETTINGS.prefix() + "old-", 0, 3, DataSize.ofKilobytes(20));
        CLIENT.indices()
                .create(create -> create.index(settings.callsIndex()).mappings(old -> old.dynamic(DynamicMapping.Strict)
                        .properties("callKey", field -> field.keyword(keyword -> keyword))
                        .properties("state", field -> field.keyword(keyword -> keyword.ignoreAbove(512)))
                        .properties("tags", field -> field.keyword(keyword -> keyword.ignoreAbove(512)))
                        .properties("document", field -> field.object(object -> object.enabled(false)))));
        String before = """
                {"callKey":"generic-old","state":"recorded","tags":[],"document":{"callKey":"generic-old","reported":[],
                "timeline":[{"stage":"recorded","at":"2026-01-01T00:00:00Z"}]}}""";
        CLIENT.index(old -> old.index(settings.callsIndex()).id("generic-old").withJson(new StringReader(before)));
        Instant given = Instant.parse("2026-01-01T00:00:01Z");

        ElasticsearchCallIndex upgraded = new ElasticsearchCallIndex(CLIENT, settings, INDEX, Gate.OPEN);
        assertThat(upgraded.find("generic-old").orElseThrow().stage()).contains(Stage.TRANSCRIBE);
        assertThat(upgraded.merge(
                        List.of(CallDocument.stuck("generic-old", Stage.TRANSCRIBE, new Stuck(given, given)))))
                .isEmpty();

        CLIENT.indices().refresh(r -> r.index(settings.callsIndex()));
        assertThat(upgraded.held(CallQuery.Held.STUCK)).containsOnly(Map.entry(Stage.TRANSCRIBE, 1L));
        assertThat(upgraded.search(CallQuery.newest(1, 10)).calls())
                .extracting(CallRow::stuckSince)
                .containsExactly(given);
        CLIENT.indices().delete(d -> d.index(settings.callsIndex(), settings.roundsIndex(), settings.numbersIndex()));
    }

    @Test
    void givesBackTheEventOfACallWhoseStoredDocumentNobodyCanReadAndIndexesTheRest() throws IOException {
        String id = UUID.randomUUID().toString();
        CallHungUp good = Calls.aHungUpCall("good-" + id, "http://pbx/good.wav");
        CallHungUp bad = Calls.aHungUpCall("bad-" + id, "http://pbx/bad.wav");
        String badKey = bad.call().key();
        index.merge(List.of(CallDocument.of(bad)));
        String garbage = "{\"callKey\":\"%s\",\"document\":{\"timeline\":7}}".formatted(badKey);
        CLIENT.index(broken -> broken.index(SETTINGS.callsIndex()).id(badKey).withJson(new StringReader(garbage)));

        List<CallIndexer.Refused> refused = new CallIndexer(index, Clock.systemUTC())
                .index(List.of(
                        IndexedEvent.of(CallIndexer.HUNG_UP, badKey, CallJson.write(bad)),
                        IndexedEvent.of(CallIndexer.HUNG_UP, good.call().key(), CallJson.write(good))));

        assertThat(refused).singleElement().satisfies(each -> {
            assertThat(each.callKey()).isEqualTo(badKey);
            assertThat(each.dead()).isFalse();
            assertThat(each.reason()).startsWith("the stored document of call " + badKey + " cannot be read: ");
        });
        assertThat(index.find(good.call().key())).isPresent();
    }

    @Test
    void callsAnUnreachableClusterAnOutage() throws IOException {
        try (ElasticsearchClient nowhere = client(URI.create("http://127.0.0.1:9"))) {
            CallIndex away = new ElasticsearchCallIndex(nowhere, SETTINGS, INDEX, Gate.OPEN);

            assertThatThrownBy(() -> away.find("generic-1"))
                    .isInstanceOf(TransientFailure.class)
                    .hasMessageContaining("Elasticsearch did not");
        }
    }

    private static List<Long> versions(String callKey) throws IOException {
        CLIENT.indices().refresh(r -> r.index(SETTINGS.roundsIndex()));
        return CLIENT
                .search(
                        s -> s.index(SETTINGS.roundsIndex())
                                .version(true)
                                .query(q -> q.term(t -> t.field("callKey").value(callKey))),
                        BinaryData.class)
                .hits()
                .hits()
                .stream()
                .map(Hit::version)
                .toList();
    }

    private static long rounds(JudgedCalls.Events events) throws IOException {
        CLIENT.indices().refresh(r -> r.index(SETTINGS.roundsIndex()));
        return CLIENT.search(
                        s -> s.index(SETTINGS.roundsIndex())
                                .query(q -> q.term(t -> t.field("callKey")
                                        .value(events.hungUp().call().key()))),
                        BinaryData.class)
                .hits()
                .total()
                .value();
    }

    private static CallAnalysis withRounds(CallAnalysis a, int rounds, Instant at) {
        return new CallAnalysis(
                a.outcome(),
                a.score(),
                a.criteria(),
                a.emotion(),
                a.intent(),
                a.churn(),
                a.customer(),
                a.objections(),
                a.promises(),
                a.rounds().subList(0, rounds),
                a.tags(),
                a.summary(),
                a.strengths(),
                a.improve(),
                a.nextStep(),
                a.requests(),
                a.engine(),
                a.input(),
                at);
    }

    private static ElasticsearchClient client(URI address) {
        return ElasticsearchClient.of(client -> client.host(address.toString()).jsonMapper(new Jackson3JsonpMapper()));
    }
}
