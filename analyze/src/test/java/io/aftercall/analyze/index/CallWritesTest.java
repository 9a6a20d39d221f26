package io.aftercall.analyze.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.IndexSettings;
import io.aftercall.analyze.JudgedCalls;
import io.aftercall.analyze.index.CallWrites.Merged;
import io.aftercall.analyze.index.StoredCalls.Version;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.transcribe.CallTranscribed;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class CallWritesTest {
    private static final Instant END = Instant.parse("2026-01-01T00:00:00Z");

    private final CallWrites writes = new CallWrites(new IndexSettings("t-", 0, 200, DataSize.ofMegabytes(8)));

    private long ofRounds(CallDocument news, int turn) {
        CallDocument before = JudgedCalls.of("en-won-01", "a", END).documents().getFirst();
        return writes.rounds(Merged.of(news, turn == 0 ? null : new Version(before, turn, 7, 1)))
                .map(write -> write.operation().index().version())
                .distinct()
                .reduce((one, other) -> {
                    throw new AssertionError("rounds of one analysis with " + one + " and " + other);
                })
                .orElseThrow();
    }

    @Test
    void letsALaterWritingOfTheCallOverwriteTheRoundsOfAnEarlierOneOnly() {
        CallDocument call = JudgedCalls.of("en-won-01", "a", END).document();

        assertThat(ofRounds(call, 0)).isLessThan(ofRounds(call, 1));
        assertThat(ofRounds(call, 1)).isLessThan(ofRounds(call, 2)).isGreaterThan(END.toEpochMilli());
    }

    @Test
    void letsALaterAnalysisWinHoweverOftenTheCallWasWritten() {
        CallDocument earlier = JudgedCalls.of("en-won-01", "a", END).document();
        CallDocument later = JudgedCalls.of("en-won-01", "a", END.plusMillis(1)).document();

        assertThat(ofRounds(earlier, 5_000_000)).isLessThan(ofRounds(later, 0));
    }

    @Test
    void takesACallOfAnyTimeForTheLastOfItsNumber() {
        for (String time : new String[] {"0001-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "9999-12-31T00:00:00Z"}) {
            CallDocument call =
                    JudgedCalls.of("en-won-01", "a", Instant.parse(time)).document();

            assertThat(writes.number(Merged.of(call, null)))
                    .as(time)
                    .singleElement()
                    .satisfies(write ->
                            assertThat(write.operation().index().version()).isPositive());
        }
    }

    @Test
    void writesANumberAlsoWhenItsCallTurnsOutToHaveEndedBefore() {
        JudgedCalls.Events told = JudgedCalls.of("en-won-01", "a", END);
        CallDocument first =
                CallDocument.of(new CallHungUp(without(told.hungUp().call()), null, END.plusSeconds(30), Map.of()));
        CallDocument corrected = CallDocument.of(
                new CallHungUp(told.hungUp().call(), null, END.plusSeconds(60), Map.of("ended", "before")));

        long before = ofNumber(Merged.of(first, null));

        assertThat(first.merge(corrected).occurredAt().orElseThrow())
                .isBefore(first.occurredAt().orElseThrow());
        assertThat(ofNumber(Merged.of(corrected, new Version(first, 1, 7, 1)))).isGreaterThan(before);
    }

    private long ofNumber(Merged merged) {
        return writes.number(merged)
                .map(write -> write.operation().index().version())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void writesANumberAgainOnlyForAnEventThatKnowsMoreOfItThanItsNotification() {
        JudgedCalls.Events told = JudgedCalls.of("en-won-01", "a", END);
        CallDocument toldInFull = CallDocument.of(told.hungUp());
        Call call = told.hungUp().call();
        Call silent = without(call);
        CallDocument notified = CallDocument.of(new CallHungUp(silent, null, END, Map.of()));
        CallDocument transcribed = CallDocument.of(
                new CallTranscribed(silent, null, told.transcribed().transcript(), END.plusSeconds(9)));

        told.documents().stream().skip(1).forEach(news -> assertThat(
                        writes.number(Merged.of(news, new Version(toldInFull, 1, 7, 1))))
                .isEmpty());
        assertThat(writes.number(Merged.of(transcribed, null))).isEmpty();
        assertThat(writes.number(Merged.of(notified, new Version(transcribed, 1, 7, 1))))
                .hasSize(1);
        assertThat(writes.number(Merged.of(transcribed, new Version(notified, 1, 7, 1))))
                .hasSize(1);
    }

    @Test
    void namesRoundsOfAnyCallThatCanBeNamed() {
        assertThat(RoundSource.id("generic-1", 3)).isEqualTo("generic-1#3");
        assertThat(RoundSource.id("k".repeat(512), 3).length()).isLessThanOrEqualTo(512);
        assertThat(RoundSource.id("k".repeat(512), 3)).isNotEqualTo(RoundSource.id("j".repeat(512), 3));
    }

    private static Call without(Call call) {
        return new Call(
                call.key(),
                call.source(),
                call.callId(),
                null,
                call.direction(),
                call.caller(),
                call.callee(),
                Call.Timing.UNKNOWN,
                Call.Ending.UNKNOWN,
                call.references());
    }
}
