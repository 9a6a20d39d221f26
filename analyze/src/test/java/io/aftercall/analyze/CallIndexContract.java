package io.aftercall.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.Calls;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link CallIndex} keeps to; the index may hold other calls too. */
public abstract class CallIndexContract {
    private final String id = UUID.randomUUID().toString();
    private final JudgedCalls.Events events = JudgedCalls.of("zh-churn-01", id, Calls.ENDED);
    private final String key = "generic-" + id;

    protected abstract CallIndex index();

    /** Makes what was merged visible to a search. */
    protected abstract void settle();

    @Test
    void findsACallAsSoonAsItIsMerged() {
        assertThat(index().merge(List.of(events.document()))).isEmpty();

        assertThat(index().find(key)).contains(events.document());
        assertThat(index().find("generic-nobody")).isEmpty();
    }

    @Test
    void addsToWhatIsThereAlready() {
        index().merge(List.of(CallDocument.reminded(key, "r-1", Calls.ENDED.plusSeconds(50))));

        assertThat(index().merge(List.of(events.document()))).isEmpty();
        assertThat(index().merge(List.of(events.document()))).isEmpty();

        assertThat(index().find(key))
                .contains(events.document().merge(CallDocument.reminded(key, "r-1", Calls.ENDED.plusSeconds(50))));
    }

    @Test
    void findsManyCallsAtOnce() {
        List<CallDocument> calls = IntStream.range(0, 5)
                .mapToObj(i ->
                        JudgedCalls.of("en-won-01", id + "-" + i, Calls.ENDED).document())
                .toList();
        index().merge(calls);

        assertThat(index().find(List.of(key + "-0", key + "-nobody", key + "-4", key + "-1", key + "-2", key + "-0")))
                .containsOnly(
                        Map.entry(key + "-0", calls.get(0)),
                        Map.entry(key + "-1", calls.get(1)),
                        Map.entry(key + "-2", calls.get(2)),
                        Map.entry(key + "-4", calls.get(4)));
        assertThat(index().find(List.of())).isEmpty();
    }

    @Test
    void tellsTheHistoryOfATicketAndOfACustomerAtOnce() {
        List<CallDocument> calls = IntStream.range(0, 4)
                .mapToObj(i -> judgedOf("t-" + id + "-" + i / 2, "c-" + id + "-" + i % 2, i))
                .toList();
        index().merge(calls);
        index().merge(List.of(events.document(), judgedOf("t-" + id + "-0", null, 4)));

        assertThat(index().history("t-" + id + "-0", null, 9))
                .extracting(CallRow::callKey)
                .containsExactly(key + "-4", key + "-1", key + "-0");
        assertThat(index().history(null, "c-" + id + "-1", 9))
                .extracting(CallRow::callKey)
                .containsExactly(key + "-3", key + "-1");
        assertThat(index().history("t-" + id + "-0", "c-" + id + "-1", 9))
                .as("what another customer said in the matter is not the customer's")
                .extracting(CallRow::callKey)
                .containsExactly(key + "-4", key + "-3", key + "-1");
        assertThat(index().history("t-" + id + "-0", "c-" + id + "-1", 2)).hasSize(2);
        assertThat(index().history("t-" + id + "-9", null, 9)).isEmpty();
    }

    @Test
    void tellsOfContactsThatNobodyAnswered() {
        String customer = "c-" + id;
        Call missed = callOf("t-" + id, customer, 1);
        index().merge(List.of(
                judgedOf("t-" + id, customer, 0),
                CallDocument.of(new CallHungUp(missed, null, Calls.ENDED, Map.of()))));

        assertThat(index().contacts(null, customer, 9))
                .extracting(CallRow::callKey)
                .containsExactly(missed.key(), key + "-0");
        assertThat(index().history(null, customer, 9))
                .extracting(CallRow::callKey)
                .containsExactly(key + "-0");
    }

    private CallDocument judgedOf(String ticket, @Nullable String customer, int number) {
        CallAnalyzed analyzed = numbered(number).analyzed();
        return CallDocument.of(new CallAnalyzed(callOf(ticket, customer, number), analyzed.analysis(), analyzed.at()));
    }

    private Call callOf(String ticket, @Nullable String customer, int number) {
        return Calls.of(
                numbered(number).hungUp().call(), new Call.References(null, customer, ticket, null, null, null));
    }

    private JudgedCalls.Events numbered(int number) {
        return JudgedCalls.of("en-won-01", id + "-" + number, Calls.ENDED.plusSeconds(number));
    }

    @Test
    void takesCallsAgainAfterItWasCleared() {
        index().merge(List.of(events.document()));

        index().clear();
        assertThat(index().find(key)).isEmpty();
        index().merge(List.of(events.document()));

        assertThat(index().find(key)).contains(events.document());
    }

    @Test
    void mergesEventsInAnyOrderAndNumber() {
        index().merge(List.of(CallDocument.reminded(key, "r-1", Calls.ENDED.plusSeconds(50))));
        List<CallDocument> reversed = events.documents().reversed();
        index().merge(reversed.subList(0, 2));
        reversed.forEach(part -> index().merge(List.of(part)));
        index().merge(Collections.nCopies(3, reversed.getLast()));

        CallDocument all = events.document().merge(CallDocument.reminded(key, "r-1", Calls.ENDED.plusSeconds(50)));
        assertThat(index().find(key)).contains(all);
    }

    @Test
    void losesNothingWhenManyWriteTheSameCall() {
        IntStream.range(0, 8).parallel().forEach(i -> index().merge(List.of(
                events.documents().get(i % 4), CallDocument.reminded(key, "r-" + i, Calls.ENDED.plusSeconds(60 + i)))));

        assertThat(index().find(key).orElseThrow().timeline()).hasSize(4 + 8);
        assertThat(index().find(key).orElseThrow().analysis())
                .isEqualTo(events.analyzed().analysis());
    }

    @Test
    void listsTheNewestFirstPageByPage() {
        Instant last = Instant.parse("2030-01-01T00:00:00Z");
        List<CallDocument> calls = IntStream.range(0, 5)
                .mapToObj(i -> JudgedCalls.of("en-won-01", id + "-" + i, last.minusSeconds(60L * (i / 2)))
                        .document())
                .toList();
        index().merge(calls);
        settle();

        assertThat(keys(in(last.minusSeconds(500), last.plusSeconds(1), 1, 3)))
                .containsExactly(key + "-0", key + "-1", key + "-2");
        assertThat(keys(in(last.minusSeconds(500), last.plusSeconds(1), 2, 3))).containsExactly(key + "-3", key + "-4");
        assertThat(index().search(in(last.minusSeconds(60), last, 1, 1)).total())
                .isEqualTo(2);
    }

    @Test
    void restrictsByManagerScoreLevelAndState() {
        index().merge(events.documents());
        index().merge(List.of(CallDocument.of(
                JudgedCalls.of("ru-angry-01", id + "-b", Calls.ENDED).hungUp())));
        settle();

        assertThat(keys(query(id, "m-zhou", 80, 100, "A", CallState.ANALYZED))).containsExactly(key);
        assertThat(keys(query(id, "m-lin", null, null, null, null))).isEmpty();
        assertThat(keys(query(id, null, 0, 99, null, null))).isEmpty();
        assertThat(keys(query(id, null, null, null, "D", null))).isEmpty();
        assertThat(keys(query(id, null, null, null, null, CallState.FAILED))).isEmpty();
        assertThat(keys(query(id + "-b", null, null, null, null, CallState.HUNG_UP)))
                .containsExactly(key + "-b");
    }

    @Test
    void findsWordsSaidInChineseRussianAndEnglish() {
        index().merge(List.of(
                events.document(),
                JudgedCalls.of("ru-angry-01", id + "-ru", Calls.ENDED.minusSeconds(1))
                        .document(),
                JudgedCalls.of("en-churn-01", id + "-en", Calls.ENDED.minusSeconds(2))
                        .document()));
        settle();

        assertThat(keys(text("数据安全"))).contains(key).doesNotContain(key + "-ru", key + "-en");
        assertThat(keys(text("окна"))).contains(key + "-ru").doesNotContain(key, key + "-en");
        assertThat(keys(text("teacher"))).contains(key + "-en").doesNotContain(key, key + "-ru");
        assertThat(keys(text("数据安全 teacher"))).doesNotContain(key, key + "-en");
        assertThat(keys(text(events.hungUp().call().callee()))).contains(key);
        assertThat(keys(text("m-zhou"))).contains(key);
    }

    @Test
    void findsCallsThatAStageTookAndNothingCameOf() {
        Instant given = Instant.parse("2020-01-01T00:00:00Z");
        index().merge(List.of(
                lying("lost", 3, 99, given.plusSeconds(1)),
                lying("first", 4, 0, given),
                lying("queued", 3, 100, given),
                lying("elsewhere", 5, 0, given),
                lying("lately", 3, 98, given.plusSeconds(60)),
                lying("waiting", 3, 97, given)
                        .merge(visited(
                                "waiting",
                                StageVisit.waiting(
                                        Stage.TRANSCRIBE, new Waiting("speech model", given, null, 4, given)))),
                lying("done", 3, 96, given)
                        .merge(CallDocument.of(
                                JudgedCalls.of("en-won-01", id + "-done", given).transcribed())),
                lying("failed", 3, 95, given)
                        .merge(CallDocument.of(JudgedCalls.of("en-won-01", id + "-failed", given)
                                .failed("transcribe", given.plusSeconds(30))))));
        settle();

        assertThat(stranded(Stage.TRANSCRIBE, given.plusSeconds(60), 500))
                .containsExactly(key + "-first", key + "-lost");
        assertThat(stranded(Stage.TRANSCRIBE, given.plusSeconds(60), 1)).containsExactly(key + "-first");
        assertThat(stranded(Stage.TRANSCRIBE, given.plusSeconds(61), 500))
                .containsExactly(key + "-first", key + "-lost", key + "-lately");
        assertThat(stranded(Stage.RECORD, given.plusSeconds(60), 500)).isEmpty();
        assertThat(index().stranded(new StrandedQuery(Stage.TRANSCRIBE, given.plusSeconds(60), Map.of(), 500)))
                .isEmpty();
    }

    @Test
    void findsCallsJudgedOnlyForTheTimeThatTheModelIsAwayUntilItJudgesThem() {
        CallAnalyzed byTheModel = Analyses.anAnalyzedCall(id + "-for-now");
        CallAnalyzed offline = Analyses.forNow(byTheModel);
        index().merge(List.of(
                CallDocument.of(offline),
                CallDocument.of(Analyses.anAnalyzedCall(id + "-judged")),
                CallDocument.of(Analyses.forNow(Analyses.anAnalyzedCall(id + "-unposted")))
                        .merge(CallDocument.of(JudgedCalls.of("en-won-01", id + "-unposted", Calls.ENDED)
                                .failed("remind", Analyses.AT.plusSeconds(30)))),
                CallDocument.of(Analyses.forNow(Analyses.anAnalyzedCall(id + "-failed")))
                        .merge(CallDocument.of(JudgedCalls.of("en-won-01", id + "-failed", Calls.ENDED)
                                .failed("analyze", Analyses.AT.plusSeconds(30))))));
        settle();
        assertThat(judgedForNow()).containsExactly(key + "-for-now", key + "-unposted");

        index().merge(List.of(CallDocument.of(new CallAnalyzed(
                byTheModel.call(), byTheModel.analysis().after(offline.analysis()), byTheModel.at()))));
        settle();
        assertThat(judgedForNow()).containsExactly(key + "-unposted");
    }

    private List<String> judgedForNow() {
        return index().judgedForNow(10_000).stream()
                .filter(found -> found.startsWith(key))
                .toList();
    }

    @Test
    void countsTheStuckUntilTheyGetOn() {
        Instant given = Instant.parse("2020-01-01T00:00:00Z");
        settle();
        long before = index().held(CallQuery.Held.STUCK).getOrDefault(Stage.TRANSCRIBE, 0L);
        index().merge(List.of(
                lying("stuck", 0, 0, given),
                CallDocument.stuck(key + "-stuck", Stage.TRANSCRIBE, new Stuck(given, given.plusSeconds(90)))));
        settle();
        assertThat(index().held(CallQuery.Held.STUCK)).containsEntry(Stage.TRANSCRIBE, before + 1);
        assertThat(keys(held(id + "-stuck", CallQuery.Held.STUCK))).containsExactly(key + "-stuck");
        assertThat(keys(held(id + "-stuck", CallQuery.Held.WAITING))).doesNotContain(key + "-stuck");
        assertThat(index().search(text(id + "-stuck")).calls())
                .extracting(CallRow::stuckSince)
                .containsExactly(given);

        index().merge(List.of(CallDocument.of(
                JudgedCalls.of("en-won-01", id + "-stuck", given).transcribed())));
        settle();
        assertThat(index().held(CallQuery.Held.STUCK).getOrDefault(Stage.TRANSCRIBE, 0L))
                .isEqualTo(before);
    }

    @Test
    void countsThoseThatWaitUntilTheyGetOn() {
        Instant given = Instant.parse("2020-01-01T00:00:00Z");
        settle();
        long before = index().held(CallQuery.Held.WAITING).getOrDefault(Stage.TRANSCRIBE, 0L);
        index().merge(List.of(
                lying("waits", 0, 0, given),
                visited(
                        "waits",
                        StageVisit.waiting(
                                Stage.TRANSCRIBE,
                                new Waiting("speech model x", given, null, 1, given.plusSeconds(1))))));
        settle();
        assertThat(index().held(CallQuery.Held.WAITING)).containsEntry(Stage.TRANSCRIBE, before + 1);

        index().merge(List.of(CallDocument.of(
                JudgedCalls.of("en-won-01", id + "-waits", given).transcribed())));
        settle();
        assertThat(index().held(CallQuery.Held.WAITING).getOrDefault(Stage.TRANSCRIBE, 0L))
                .isEqualTo(before);
    }

    /** Recorded, and given to be transcribed: partition 3 is taken up to offset 100, partition 4 up to 1. */
    private CallDocument lying(String name, int partition, long offset, Instant at) {
        CallDocument recorded = CallDocument.of(
                JudgedCalls.of("en-won-01", id + "-" + name, at.minusSeconds(5)).recorded());
        return recorded.merge(visited(
                name, StageVisit.given(Stage.TRANSCRIBE, new Position(CallIndexer.RECORDED, partition, offset, at))));
    }

    private CallDocument visited(String name, StageVisit visit) {
        return CallDocument.visited(key + "-" + name, Stream.of(visit));
    }

    /** Of this test's calls only. */
    private List<String> stranded(Stage stage, Instant before, int most) {
        return index().stranded(new StrandedQuery(stage, before, Map.of(3, 100L, 4, 1L), most)).stream()
                .filter(found -> found.startsWith(key))
                .toList();
    }

    protected List<String> keys(CallQuery query) {
        return index().search(query).calls().stream().map(CallRow::callKey).toList();
    }

    protected static CallQuery text(String text) {
        return query(text, null, null, null, null, null);
    }

    private static CallQuery in(Instant from, Instant until, int page, int size) {
        return new CallQuery(null, null, from, until, null, null, null, null, null, CallQuery.Order.NEWEST, page, size);
    }

    private static CallQuery held(String text, CallQuery.Held held) {
        return new CallQuery(text, null, null, null, null, null, null, null, held, CallQuery.Order.NEWEST, 1, 500);
    }

    private static CallQuery query(
            String text, String managerId, Integer minScore, Integer maxScore, String level, CallState state) {
        return new CallQuery(
                text, managerId, null, null, minScore, maxScore, level, state, null, CallQuery.Order.NEWEST, 1, 500);
    }
}
