package io.aftercall.analyze;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.CallProgress;
import io.aftercall.ingest.Calls;
import io.aftercall.ingest.PermanentFailure;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallIndexerTest {
    private static final Clock CLOCK = Clock.fixed(Calls.ENDED.plusSeconds(40), ZoneOffset.UTC);

    private final MemoryCallIndex index = new MemoryCallIndex();
    private final CallIndexer indexer = new CallIndexer(index, CLOCK);
    private final JudgedCalls.Events events = JudgedCalls.of("ru-won-01");
    private final String key = events.document().callKey();

    @Test
    void indexesTheEventsOfTheWholeLine() {
        List<CallIndexer.Refused> refused = indexer.index(List.of(
                event(CallIndexer.ANALYZED, events.analyzed()),
                event(CallIndexer.FAILED, events.failed("remind", Calls.ENDED.plusSeconds(90))),
                event(CallIndexer.HUNG_UP, events.hungUp()),
                event(CallIndexer.TRANSCRIBED, events.transcribed()),
                event(CallIndexer.RECORDED, events.recorded())));

        assertThat(refused).isEmpty();
        assertThat(index.find(key).orElseThrow().timeline())
                .extracting(TimelineEntry::stage)
                .containsExactly(
                        CallState.HUNG_UP,
                        CallState.RECORDED,
                        CallState.TRANSCRIBED,
                        CallState.ANALYZED,
                        CallState.FAILED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "calls.hungup      | {                                                   | not a CallHungUp",
                "calls.hungup      | {}                                                  | it has no call",
                "calls.hungup      | {'call':{'key':'k','source':'s','callId':'c'},'receivedAt':'2026-01-01T00:00:00Z'} | it has no call.timing",
                "calls.recorded    | null                                                | not a CallRecorded",
                "calls.transcribed | {'transcript':{'utterances':null}}                  | not a CallTranscribed",
                "calls.analyzed    | []                                                  | not a CallAnalyzed",
                "calls.failed      | {'callKey':'k','at':'2026-01-01T00:00:00Z'}         | it has no stage",
                "calls.progress    | {'callKey':'k','at':'2026-01-01T00:00:00Z'}         | it has no stage",
                "calls.other       | {}                                                  | no event of the line",
            })
    void givesBackForDeathWhatIsNoEventAndIndexesTheRest(String topic, String json, String fact) {
        IndexedEvent bad = IndexedEvent.of(topic, "k-1", json.replace('\'', '"').getBytes(UTF_8));

        List<CallIndexer.Refused> refused =
                indexer.index(List.of(bad, event(CallIndexer.HUNG_UP, events.hungUp()), bad));

        assertThat(refused).hasSize(2).allSatisfy(each -> {
            assertThat(each.event()).isEqualTo(bad);
            assertThat(each.dead()).isTrue();
            assertThat(each.callKey()).isEqualTo("k-1");
            assertThat(each.reason()).contains(topic, "k-1", fact);
        });
        assertThat(index.find(key)).isPresent();
    }

    @Test
    void givesBackWhatTheIndexRefusesButNeverReportsTheFailureOfAFailure() {
        CallIndexer refusing = new CallIndexer(
                new MemoryCallIndex() {
                    @Override
                    public Map<String, PermanentFailure> merge(Collection<CallDocument> documents) {
                        return Map.of(key, new PermanentFailure("call " + key + " cannot be indexed"));
                    }
                },
                CLOCK);

        assertThat(refusing.index(List.of(
                        event(CallIndexer.ANALYZED, events.analyzed()),
                        event(CallIndexer.FAILED, events.failed("index", Calls.ENDED)),
                        event(CallIndexer.PROGRESS, progress("analyze", "model m", Calls.ENDED)))))
                .extracting(CallIndexer.Refused::dead)
                .containsExactly(false, true, true);
    }

    @Test
    void givesBackTheOneCallThatFailsTheWholeBatchAndIndexesTheRest() {
        JudgedCalls.Events bad = JudgedCalls.of("ru-angry-01");
        String badKey = bad.document().callKey();
        CallIndex faulty = (CallIndex) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {CallIndex.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("merge")
                            && ((Collection<?>) arguments[0]).stream().anyMatch(each -> ((CallDocument) each)
                                    .callKey()
                                    .equals(badKey))) {
                        throw new IllegalStateException("a fault of ours");
                    }
                    return method.invoke(index, arguments);
                });

        List<CallIndexer.Refused> refused = new CallIndexer(faulty, CLOCK)
                .index(List.of(
                        event(CallIndexer.HUNG_UP, events.hungUp()),
                        event(CallIndexer.RECORDED, bad.recorded()),
                        event(CallIndexer.ANALYZED, events.analyzed())));

        assertThat(refused).singleElement().satisfies(each -> {
            assertThat(each.callKey()).isEqualTo(badKey);
            assertThat(each.event().topic()).isEqualTo(CallIndexer.RECORDED);
            assertThat(each.dead()).isFalse();
            assertThat(each.reason()).contains("call " + badKey + " cannot be indexed", "a fault of ours");
        });
        assertThat(index.find(key).orElseThrow().timeline()).hasSize(2);
        assertThat(index.find(badKey)).isEmpty();
    }

    @Test
    void tellsFromHeadersHowAStageWent() {
        indexer.index(List.of(
                event(CallIndexer.HUNG_UP, events.hungUp()),
                event(CallIndexer.RECORDED, events.recorded(), ran("record", 2, 5, 9, 3, 1_500))));

        StageVisit record = index.find(key).orElseThrow().visit(Stage.RECORD).orElseThrow();
        StageRun run = record.run().orElseThrow();
        assertThat(run.queueMs()).isEqualTo(3_000);
        assertThat(run.serviceMs()).isEqualTo(2_500);
        assertThat(run.waitedMs()).isEqualTo(1_500);
        assertThat(run.attempts()).isEqualTo(3);
        assertThat(record.ended()).isEqualTo(Calls.ENDED.plusSeconds(9));
    }

    @Test
    void leavesOutTimesThatAreNotTheStagesOwnOrCannotBeRead() {
        Map<String, String> another = ran("transcribe", 2, 5, 9, 1, 0);
        Map<String, String> broken = new HashMap<>(ran("record", 2, 5, 9, 1, 0));
        broken.put("attempts", "many");

        for (Map<String, String> headers : List.of(another, broken)) {
            assertThat(indexer.index(List.of(event(CallIndexer.RECORDED, events.recorded(), headers))))
                    .isEmpty();
        }

        assertThat(index.find(key)
                        .orElseThrow()
                        .visit(Stage.RECORD)
                        .orElseThrow()
                        .run())
                .isEmpty();
    }

    @Test
    void knowsWhereTheEventLiesThatTheNextStageWasGiven() {
        Position position = new Position(CallIndexer.TRANSCRIBED, 7, 42, Calls.ENDED.plusSeconds(20));
        indexer.index(List.of(
                IndexedEvent.of(position, key, CallJson.write(events.transcribed()), Map.of()),
                IndexedEvent.of(
                        new Position(CallIndexer.TRANSCRIBED, 7, 41, Calls.ENDED.plusSeconds(19)),
                        key,
                        CallJson.write(events.transcribed()),
                        Map.of())));

        CallDocument call = index.find(key).orElseThrow();
        assertThat(call.stage()).contains(Stage.ANALYZE);
        assertThat(call.visit(Stage.ANALYZE).map(StageVisit::input)).contains(position);
    }

    @Test
    void showsWhatACallWaitsForUntilItsStageIsDone() {
        indexer.index(List.of(
                event(CallIndexer.RECORDED, events.recorded()),
                event(
                        CallIndexer.PROGRESS,
                        progress("transcribe", "speech model s", Calls.ENDED.plusSeconds(12)),
                        Map.of(
                                "stage",
                                "transcribe",
                                "started",
                                Calls.ENDED.plusSeconds(11).toString()))));
        Waiting waiting = index.find(key).orElseThrow().waiting().orElseThrow();
        assertThat(waiting.reason()).isEqualTo("speech model s");
        assertThat(waiting.since()).isEqualTo(Calls.ENDED.plusSeconds(11));

        indexer.index(List.of(event(CallIndexer.TRANSCRIBED, events.transcribed())));
        assertThat(index.find(key).orElseThrow().waiting()).isEmpty();
    }

    @Test
    void isAtWorkUntilItWaitsOrItsStageLetsGoOfItWhateverComesFirst() {
        Instant said = Calls.ENDED.plusSeconds(12);
        IndexedEvent atWork = event(
                CallIndexer.PROGRESS,
                new CallProgress(key, "transcribe", null, null, 2, said, true),
                Map.of("stage", "transcribe", "started", said.minusSeconds(11).toString()));
        IndexedEvent waited =
                event(CallIndexer.PROGRESS, progress("transcribe", "speech model s", said.minusSeconds(5)), Map.of());
        IndexedEvent waits =
                event(CallIndexer.PROGRESS, progress("transcribe", "speech model s", said.plusSeconds(5)), Map.of());

        indexer.index(List.of(atWork));
        indexer.index(List.of(waited));
        StageVisit visit = index.find(key).orElseThrow().visit(Stage.TRANSCRIBE).orElseThrow();
        assertThat(visit.atWork()).isEqualTo(new AtWork(said.minusSeconds(11), 2, said));
        assertThat(visit.waiting()).isNull();
        assertThat(index.find(key).orElseThrow().state()).isEqualTo(CallState.HUNG_UP);

        indexer.index(List.of(waits));
        indexer.index(List.of(atWork));
        visit = index.find(key).orElseThrow().visit(Stage.TRANSCRIBE).orElseThrow();
        assertThat(visit.atWork()).isNull();
        assertThat(visit.waiting()).isNotNull();

        indexer.index(List.of(event(CallIndexer.TRANSCRIBED, events.transcribed())));
        indexer.index(List.of(atWork));
        visit = index.find(key).orElseThrow().visit(Stage.TRANSCRIBE).orElseThrow();
        assertThat(visit.atWork()).isNull();
        assertThat(visit.waiting()).isNull();
    }

    @Test
    void waitsSinceItsStageWasGivenTheCallWhenNoAttemptWasMadeYet() {
        CallProgress before =
                new CallProgress(key, "transcribe", "speech model s", null, 0, Calls.ENDED.plusSeconds(12));
        Map<String, String> headers = Map.of(
                "received", Calls.ENDED.plusSeconds(5).toString(),
                "started", Calls.ENDED.plusSeconds(12).toString());

        indexer.index(List.of(event(CallIndexer.PROGRESS, before, headers)));

        assertThat(index.find(key).orElseThrow().waiting().orElseThrow().since())
                .isEqualTo(Calls.ENDED.plusSeconds(5));
    }

    @Test
    void believesAStageWhoseClockIsBehindThatItLetGoOfACall() {
        Instant written = Calls.ENDED.plusSeconds(40);
        Position input = new Position(CallIndexer.ANALYZED, 3, 7, written);
        indexer.index(List.of(IndexedEvent.of(input, key, CallJson.write(events.analyzed()), Map.of())));
        assertThat(index.find(key).orElseThrow().stage()).contains(Stage.REMIND);

        Instant behind = Calls.ENDED.plusSeconds(38);
        CallProgress done = new CallProgress(key, "remind", null, null, 1, behind);
        indexer.index(List.of(event(
                CallIndexer.PROGRESS,
                done,
                Map.of("stage", "remind", "ce_time", behind.toString(), "input", written.toString()))));

        assertThat(index.find(key).orElseThrow().stage()).isEmpty();
    }

    @Test
    void keepsWhenTheAnalysisCouldFirstBeSearched() {
        indexer.index(
                List.of(event(CallIndexer.HUNG_UP, events.hungUp()), event(CallIndexer.ANALYZED, events.analyzed())));
        new CallIndexer(index, Clock.offset(CLOCK, Duration.ofHours(1)))
                .index(List.of(event(CallIndexer.ANALYZED, events.analyzed())));

        assertThat(index.find(key).orElseThrow().hangupToSearchable()).contains(Duration.ofSeconds(39));
    }

    private CallProgress progress(String stage, String waitingFor, Instant at) {
        return new CallProgress(key, stage, waitingFor, null, 2, at);
    }

    /** Times in seconds after the end of the call. */
    private static Map<String, String> ran(
            String stage, int received, int started, int finished, int attempts, int waitedMs) {
        return Map.of(
                "stage", stage,
                "received", Calls.ENDED.plusSeconds(received).toString(),
                "started", Calls.ENDED.plusSeconds(started).toString(),
                "ce_time", Calls.ENDED.plusSeconds(finished).toString(),
                "attempts", String.valueOf(attempts),
                "waited", String.valueOf(waitedMs));
    }

    private IndexedEvent event(String topic, Object event) {
        return event(topic, event, Map.of());
    }

    private IndexedEvent event(String topic, Object event, Map<String, String> headers) {
        return new IndexedEvent(topic, null, key, ByteBuffer.wrap(CallJson.write(event)), headers);
    }
}
