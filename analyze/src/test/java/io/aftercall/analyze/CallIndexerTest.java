package io.aftercall.analyze;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.Calls;
import io.aftercall.ingest.PermanentFailure;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallIndexerTest {
    private final MemoryCallIndex index = new MemoryCallIndex();
    private final CallIndexer indexer = new CallIndexer(index);
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
        CallIndexer refusing = new CallIndexer(new CallIndex() {
            @Override
            public Map<String, PermanentFailure> merge(Collection<CallDocument> documents) {
                return Map.of(key, new PermanentFailure("call " + key + " cannot be indexed"));
            }

            @Override
            public Optional<CallDocument> find(String callKey) {
                return Optional.empty();
            }

            @Override
            public Map<String, CallDocument> find(Collection<String> callKeys) {
                return Map.of();
            }

            @Override
            public void clear() {
                throw new UnsupportedOperationException();
            }

            @Override
            public CallHits search(CallQuery query) {
                return new CallHits(0, List.of());
            }
        });

        assertThat(refusing.index(List.of(
                        event(CallIndexer.ANALYZED, events.analyzed()),
                        event(CallIndexer.FAILED, events.failed("index", Calls.ENDED)))))
                .extracting(CallIndexer.Refused::dead)
                .containsExactly(false, true);
    }

    private IndexedEvent event(String topic, Object event) {
        return IndexedEvent.of(topic, key, CallJson.write(event));
    }
}
