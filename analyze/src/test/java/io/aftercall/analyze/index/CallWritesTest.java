package io.aftercall.analyze.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.IndexSettings;
import io.aftercall.analyze.JudgedCalls;
import io.aftercall.analyze.index.CallWrites.Merged;
import io.aftercall.analyze.index.StoredCalls.Version;
import java.time.Instant;
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
    void namesRoundsOfAnyCallThatCanBeNamed() {
        assertThat(RoundSource.id("generic-1", 3)).isEqualTo("generic-1#3");
        assertThat(RoundSource.id("k".repeat(512), 3).length()).isLessThanOrEqualTo(512);
        assertThat(RoundSource.id("k".repeat(512), 3)).isNotEqualTo(RoundSource.id("j".repeat(512), 3));
    }
}
