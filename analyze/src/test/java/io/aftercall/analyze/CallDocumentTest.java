package io.aftercall.analyze;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallFailed;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.CallRecorded;
import io.aftercall.ingest.Calls;
import io.aftercall.ingest.Recording;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CallDocumentTest {
    private static final Instant END = Calls.ENDED;
    private final JudgedCalls.Events events = JudgedCalls.of("zh-churn-01");

    @Test
    void growsIntoTheSameDocumentWhateverTheOrderOfEvents() {
        List<CallDocument> parts = new ArrayList<>(events.documents());
        parts.add(CallDocument.of(events.failed("transcribe", END.plusSeconds(10))));
        parts.add(CallDocument.of(events.failed("remind", END.plusSeconds(60))));
        parts.add(CallDocument.reminded(events.hungUp().call().key(), "r-1", END.plusSeconds(50)));
        CallDocument expected = merged(parts);

        permutations(parts, 0, () -> assertThat(merged(parts)).isEqualTo(expected));
    }

    @Test
    void growsIntoTheSameDocumentHoweverItsEventsAreRepeatedAndGrouped() {
        List<CallDocument> parts = partsWithCorrections();
        CallDocument expected = merged(parts);
        Random random = new Random(20261121);

        for (int run = 0; run < 500; run++) {
            List<CallDocument> pieces = new ArrayList<>(parts);
            pieces.addAll(random.ints(6, 0, parts.size()).mapToObj(parts::get).toList());
            Collections.shuffle(pieces, random);
            while (pieces.size() > 1) {
                CallDocument one = pieces.remove(random.nextInt(pieces.size()));
                pieces.add(stored(one.merge(pieces.remove(random.nextInt(pieces.size())))));
            }
            assertThat(pieces.getFirst()).isEqualTo(expected);
        }
    }

    @Test
    void showsEveryStageOnItsTimeline() {
        CallDocument document =
                events.document().merge(CallDocument.reminded(events.document().callKey(), "r-1", END.plusSeconds(50)));

        assertThat(document.timeline())
                .extracting(TimelineEntry::stage)
                .containsExactly(
                        CallState.HUNG_UP,
                        CallState.RECORDED,
                        CallState.TRANSCRIBED,
                        CallState.ANALYZED,
                        CallState.REMINDED);
        assertThat(document.state()).isEqualTo(CallState.REMINDED);
    }

    @Test
    void forgetsAFailureOnceTheSameOrALaterStageSucceedsAfterIt() {
        CallDocument failed = CallDocument.of(events.hungUp())
                .merge(CallDocument.of(events.failed("transcribe", END.plusSeconds(10))));

        assertThat(failed.state()).isEqualTo(CallState.FAILED);
        assertThat(failed.lastFailure().orElseThrow().reason()).contains("gave up");
        assertThat(failed.merge(CallDocument.of(events.recorded())).state()).isEqualTo(CallState.FAILED);
        assertThat(failed.merge(CallDocument.of(events.transcribed())).state()).isEqualTo(CallState.TRANSCRIBED);
        assertThat(failed.merge(CallDocument.of(events.analyzed())).state()).isEqualTo(CallState.ANALYZED);
    }

    @Test
    void showsAFailureNoMoreOnceItsWorkWasOrderedAgainUntilItFailsAgain() {
        CallFailed failure = events.failed("index", END.plusSeconds(3_600));
        CallDocument replayed =
                CallDocument.of(failure.replayed(END.plusSeconds(4_000))).merge(events.document());

        assertThat(replayed.merge(CallDocument.of(failure)).lastFailure()).isEmpty();
        assertThat(replayed.merge(CallDocument.of(failure)).state()).isEqualTo(CallState.ANALYZED);
        assertThat(replayed.merge(CallDocument.of(events.failed("index", END.plusSeconds(4_001))))
                        .state())
                .isEqualTo(CallState.FAILED);
    }

    @Test
    void knowsWhichFailuresASuccessHasOvercome() {
        CallDocument document = events.document();

        assertThat(document.hasOvercome(events.failed("transcribe", END.plusSeconds(2))))
                .isTrue();
        assertThat(document.hasOvercome(events.failed("transcribe", END.plusSeconds(3_600))))
                .isFalse();
        CallFailed late = events.failed("index", END.plusSeconds(3_600));
        assertThat(document.merge(CallDocument.of(late.replayed(END.plusSeconds(4_000))))
                        .hasOvercome(late))
                .as("an order is no success")
                .isFalse();
    }

    @Test
    void keepsAFailureThatIsLaterThanTheSuccess() {
        CallDocument document =
                events.document().merge(CallDocument.of(events.failed("analyze", END.plusSeconds(3_600))));

        assertThat(document.state()).isEqualTo(CallState.FAILED);
        assertThat(document.analysis()).isNotNull();
    }

    @Test
    void letsALaterNotificationCorrectTheCallButNotARepeatedOne() {
        CallHungUp first = hungUp("m-1", END);
        CallHungUp correction = hungUp("m-2", END.plusSeconds(5));
        CallHungUp firstAgain = hungUp("m-1", END.plusSeconds(9));
        CallRecorded joinedBefore = new CallRecorded(first.call(), null, END.plusSeconds(20));

        CallDocument document = merged(List.of(
                CallDocument.of(joinedBefore),
                CallDocument.of(firstAgain),
                CallDocument.of(correction),
                CallDocument.of(first)));

        assertThat(document.call().orElseThrow().managerId()).isEqualTo("m-2");
        assertThat(document.reachedAt(CallState.HUNG_UP)).contains(END);
    }

    @Test
    void keepsTheAnalysisThatTookTheOthersPlaceWhateverTheirClocksSay() {
        CallAnalyzed model = Analyses.anAnalyzedCall("1");
        CallAnalyzed ahead = Analyses.forNow(model, Analyses.AT.plusSeconds(60));
        CallAnalysis after = model.analysis().after(ahead.analysis());
        CallDocument provisional = CallDocument.of(ahead);
        CallDocument verdict = CallDocument.of(new CallAnalyzed(model.call(), after, after.at()));

        assertThat(provisional.merge(verdict).analysis()).isEqualTo(after);
        assertThat(verdict.merge(provisional).analysis()).isEqualTo(after);
    }

    @Test
    void keepsTheRecordingWithMoreParts() {
        Recording first = new Recording("recording.1.wav", 1, "1", null, END);
        Recording second = new Recording("recording.2.wav", 1, "2", null, END);
        Recording both = new Recording("recording.1.wav", 1, "1", null, END, null, List.of(second));
        Call call = hungUp("m-1", END).call();

        List<CallDocument> events = List.of(
                CallDocument.of(new CallRecorded(call, both, END)),
                CallDocument.of(new CallRecorded(call, first, END)));

        assertThat(merged(events).recording()).isEqualTo(both);
        assertThat(merged(events.reversed()).recording()).isEqualTo(both);
    }

    @Test
    void keepsTheLaterAnalysis() {
        CallAnalysis later = JudgedCalls.of("en-churn-01").analyzed().analysis();
        CallAnalyzed again =
                new CallAnalyzed(events.hungUp().call(), rejudgedAt(later, END.plusSeconds(99)), END.plusSeconds(99));

        assertThat(CallDocument.of(again).merge(events.document()).analysis()).isEqualTo(again.analysis());
        assertThat(events.document().merge(CallDocument.of(again)).analysis()).isEqualTo(again.analysis());
    }

    @Test
    void keepsTheTimesOfTheRunThatDidTheWorkWhateverRedosFindItsResultStored() {
        StageRun work = run(19, 20, 3);
        StageRun redo = run(19, 31, 1);
        StageRun madeAgain = run(50, 52, 1);

        assertThat(ran(work, redo)).isEqualTo(ran(redo, work)).contains(work);
        assertThat(ran(work, redo, madeAgain)).contains(madeAgain);
    }

    @Test
    void waitsUntilItsStageLetsGoOfItEvenWithAnOlderResult() {
        CallDocument waiting = visited(StageVisit.waiting(Stage.TRANSCRIBE, waiting("call folders", 30)))
                .merge(events.document());

        assertThat(waiting.waiting().orElseThrow().reason()).isEqualTo("call folders");
        assertThat(waiting.merge(visited(StageVisit.done(Stage.ANALYZE, null, END.plusSeconds(31))))
                        .waiting())
                .isPresent();
        assertThat(waiting.merge(visited(StageVisit.done(Stage.TRANSCRIBE, run(19, 31, 1), END.plusSeconds(31))))
                        .waiting())
                .isEmpty();
    }

    @Test
    void isIdleFromWhenSomethingShouldHaveBeenHeardOfIt() {
        CallDocument given = CallDocument.of(events.recorded())
                .merge(visited(
                        StageVisit.given(Stage.TRANSCRIBE, new Position("calls.recorded", 3, 7, END.plusSeconds(5)))));
        Waiting open = waiting("speech model", 8);
        Waiting timed = new Waiting("speech model", END, END.plusSeconds(600), 3, END.plusSeconds(9));

        assertThat(CallDocument.of(events.recorded()).idleSince()).isEmpty();
        assertThat(given.idleSince()).contains(END.plusSeconds(5));
        assertThat(given.merge(visited(StageVisit.waiting(Stage.TRANSCRIBE, open)))
                        .idleSince())
                .isEmpty();
        assertThat(given.merge(visited(StageVisit.waiting(Stage.TRANSCRIBE, timed)))
                        .idleSince())
                .contains(END.plusSeconds(600));
        assertThat(given.merge(visited(StageVisit.stuck(Stage.TRANSCRIBE, new Stuck(END, END.plusSeconds(99)))))
                        .idleSince())
                .contains(END.plusSeconds(99));
        assertThat(given.merge(visited(StageVisit.done(Stage.TRANSCRIBE, null, END.plusSeconds(10))))
                        .idleSince())
                .isEmpty();
        assertThat(given.merge(CallDocument.of(events.failed("transcribe", END.plusSeconds(10))))
                        .idleSince())
                .isEmpty();
        assertThat(given.merge(CallDocument.of(events.transcribed())).idleSince())
                .isEmpty();
    }

    @Test
    void isInTheHandsOfTheRemindersUntilTheyLetGoOfIt() {
        CallDocument judged = CallDocument.of(events.analyzed());
        CallDocument given = judged.merge(
                visited(StageVisit.given(Stage.REMIND, new Position("calls.analyzed", 3, 7, END.plusSeconds(40)))));

        assertThat(judged.stage()).isEmpty();
        assertThat(given.stage()).contains(Stage.REMIND);
        assertThat(given.idleSince()).contains(END.plusSeconds(40));
        CallDocument stuck = given.merge(
                visited(StageVisit.stuck(Stage.REMIND, new Stuck(END.plusSeconds(40), END.plusSeconds(99)))));
        assertThat(stuck.stuck()).isPresent();
        CallDocument letGo = stuck.merge(visited(StageVisit.done(Stage.REMIND, null, END.plusSeconds(100))));
        assertThat(letGo.stage()).isEmpty();
        assertThat(letGo.idleSince()).isEmpty();
        CallDocument again = letGo.merge(
                visited(StageVisit.given(Stage.REMIND, new Position("calls.analyzed", 3, 8, END.plusSeconds(200)))));
        assertThat(again.stage()).contains(Stage.REMIND);
        assertThat(again.stuck()).as("that was the last time").isEmpty();
        assertThat(given.merge(CallDocument.reminded(given.callKey(), "r-1", END.plusSeconds(50)))
                        .stage())
                .isEmpty();
    }

    @Test
    void isWithTheRemindersAgainWhileItsReminderWaitsAndNeverLeftLyingThere() {
        CallDocument planned = CallDocument.of(events.analyzed())
                .merge(visited(
                        StageVisit.given(Stage.REMIND, new Position("calls.analyzed", 3, 7, END.plusSeconds(40)))))
                .merge(visited(StageVisit.done(Stage.REMIND, null, END.plusSeconds(41))));
        Instant due = END.plusSeconds(100);

        CallDocument waits = planned.merge(
                CallDocument.reminderWaits(planned.callKey(), new Waiting("chat h", due, null, 1, due.plusSeconds(1))));

        assertThat(waits.stage()).contains(Stage.REMIND);
        assertThat(waits.idleSince()).isEmpty();
        CallDocument settled = waits.merge(CallDocument.reminderSettled(planned.callKey(), due.plusSeconds(2)));
        assertThat(settled.waiting()).isEmpty();
        assertThat(settled.stage()).isEmpty();
    }

    @Test
    void readsADocumentOfAReleaseWithoutStages() {
        String json =
                "{\"callKey\":\"k\",\"reported\":[],\"timeline\":[{\"stage\":\"hungUp\",\"at\":\"2026-01-01T00:00:00Z\"}]}";

        CallDocument document = CallJson.read(json.getBytes(UTF_8), CallDocument.class);

        assertThat(document.stages()).isEmpty();
        assertThat(document.stage()).contains(Stage.RECORD);
    }

    private Optional<StageRun> ran(StageRun... runs) {
        CallDocument document = Stream.of(runs)
                .map(run -> visited(StageVisit.done(Stage.TRANSCRIBE, run, run.finished())))
                .reduce(CallDocument::merge)
                .orElseThrow();
        return document.visit(Stage.TRANSCRIBE).flatMap(StageVisit::run);
    }

    private CallDocument visited(StageVisit visit) {
        return CallDocument.visited(events.document().callKey(), Stream.of(visit));
    }

    @Test
    void isNotMergedWithAnotherCall() {
        CallDocument other = JudgedCalls.of("en-churn-01").document();

        assertThatThrownBy(() -> events.document().merge(other))
                .hasMessage("call generic-zh-churn-01 cannot be merged with call generic-en-churn-01");
    }

    private List<CallDocument> partsWithCorrections() {
        List<CallDocument> parts = new ArrayList<>(events.documents());
        String key = events.document().callKey();
        Call call = events.hungUp().call();
        parts.add(CallDocument.of(events.failed("transcribe", END.plusSeconds(10))));
        parts.add(CallDocument.of(events.failed("transcribe", END.plusSeconds(12))));
        parts.add(CallDocument.of(events.failed("analyze", END.plusSeconds(200))));
        parts.add(CallDocument.of(events.failed("index", END.plusSeconds(13))));
        parts.add(CallDocument.of(events.failed("analyze", END.plusSeconds(200)).replayed(END.plusSeconds(210))));
        parts.add(CallDocument.reminded(key, "r-1", END.plusSeconds(50)));
        parts.add(CallDocument.reminded(key, "r-2", END.plusSeconds(150)));
        parts.add(CallDocument.of(new CallHungUp(
                call.correctedBy(Calls.aCall("zh-churn-01")), null, END.plusSeconds(7), Map.of("correction", 1))));
        parts.add(CallDocument.of(new CallHungUp(call, null, END.plusSeconds(8), Map.of("repeated", 1))));
        parts.addAll(visits(key));
        // Two results of the very same instant: one of them wins, always the same.
        parts.add(CallDocument.of(new CallAnalyzed(
                Calls.aCall("zh-churn-01"),
                rejudgedAt(
                        JudgedCalls.of("en-won-01").analyzed().analysis(),
                        events.analyzed().at()),
                events.analyzed().at())));
        return parts;
    }

    /** Waits before, between and after results, redos of one result, a failure, two finds, two places of an event. */
    private static List<CallDocument> visits(String key) {
        Stream<StageVisit> visits = Stream.of(
                StageVisit.given(Stage.TRANSCRIBE, new Position("calls.recorded", 3, 7, END.plusSeconds(5))),
                StageVisit.given(Stage.TRANSCRIBE, new Position("calls.recorded", 3, 9, END.plusSeconds(6))),
                StageVisit.waiting(Stage.TRANSCRIBE, waiting("speech model", 8)),
                StageVisit.waiting(Stage.TRANSCRIBE, waiting("call folders", 9)),
                StageVisit.stuck(Stage.TRANSCRIBE, new Stuck(END.plusSeconds(6), END.plusSeconds(12))),
                StageVisit.failed(Stage.TRANSCRIBE, run(10, 10, 2), END.plusSeconds(10)),
                StageVisit.waiting(Stage.TRANSCRIBE, waiting("speech model", 15)),
                StageVisit.done(Stage.TRANSCRIBE, run(19, 20, 3), END.plusSeconds(20)),
                StageVisit.done(Stage.TRANSCRIBE, run(19, 20, 1), END.plusSeconds(20)),
                StageVisit.done(Stage.TRANSCRIBE, run(19, 31, 1), END.plusSeconds(31)),
                StageVisit.waiting(Stage.TRANSCRIBE, waiting("call folders", 30)),
                StageVisit.waiting(Stage.REMIND, waiting("index", 30)),
                StageVisit.stuck(Stage.ANALYZE, new Stuck(END.plusSeconds(20), END.plusSeconds(70))),
                StageVisit.stuck(Stage.ANALYZE, new Stuck(END.plusSeconds(20), END.plusSeconds(90))));
        List<CallDocument> documents = new ArrayList<>(
                visits.map(visit -> CallDocument.visited(key, Stream.of(visit))).toList());
        documents.add(CallDocument.visited(key, Stream.of()).searchable(END.plusSeconds(40)));
        documents.add(CallDocument.visited(key, Stream.of()).searchable(END.plusSeconds(41)));
        return documents;
    }

    private static Waiting waiting(String reason, int at) {
        return new Waiting(reason, END.plusSeconds(at - 1), null, 1, END.plusSeconds(at));
    }

    private static StageRun run(int at, int finished, int attempts) {
        return new StageRun(
                END.plusSeconds(at), END.plusSeconds(6), END.plusSeconds(7), END.plusSeconds(finished), attempts, 0);
    }

    private static CallHungUp hungUp(String managerId, Instant at) {
        Call call = Calls.aCall("one");
        Call named = new Call(
                call.key(),
                call.source(),
                call.callId(),
                managerId,
                call.direction(),
                call.caller(),
                call.callee(),
                call.timing(),
                call.ending(),
                call.references());
        return new CallHungUp(named, null, at, Map.of("manager", managerId));
    }

    private static CallAnalysis rejudgedAt(CallAnalysis a, Instant at) {
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
                a.rounds(),
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

    private static CallDocument merged(List<CallDocument> parts) {
        return parts.stream().reduce(CallDocument::merge).orElseThrow();
    }

    private static CallDocument stored(CallDocument document) {
        return CallJson.read(CallJson.write(document), CallDocument.class);
    }

    private static void permutations(List<CallDocument> parts, int from, Runnable check) {
        if (from == parts.size()) {
            check.run();
        }
        for (int i = from; i < parts.size(); i++) {
            Collections.swap(parts, from, i);
            permutations(parts, from + 1, check);
            Collections.swap(parts, from, i);
        }
    }
}
