package io.aftercall.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class CallTest {
    @Test
    void namesACallBySourceAndId() {
        assertThat(Call.keyOf("twilio", "CA1")).isEqualTo("twilio-CA1");
    }

    @Test
    void keepsKeysSafeInAnUrlAndApart() {
        String slash = Call.keyOf("generic", "../a b/ц");
        String other = Call.keyOf("generic", "../a b/ш");

        assertThat(slash).matches("generic-[A-Za-z0-9._-]+").isNotEqualTo(other);
        assertThat(Call.keyOf("generic", "x".repeat(500))).hasSizeLessThan(100);
    }

    @Test
    void takesOverWhatALaterReportKnowsBetterAndKeepsTheRest() {
        Call first = Calls.aCall("1");
        Call later = new Call(
                first.key(),
                "generic",
                "1",
                "m-other",
                null,
                null,
                null,
                new Call.Timing(null, null, Instant.EPOCH, null, null),
                Call.Ending.UNKNOWN,
                Call.References.NONE);

        Call corrected = first.correctedBy(later);

        assertThat(corrected.managerId()).isEqualTo("m-other");
        assertThat(corrected.timing().endedAt()).isEqualTo(Instant.EPOCH);
        assertThat(corrected.timing().billMs()).isEqualTo(60_000);
        assertThat(corrected.callee()).isEqualTo("+74950000002");
        assertThat(corrected.references().customerId()).isEqualTo("c-7");
    }

    @Test
    void isNotConnectedOnlyWhenTheTimeAfterTheAnswerIsKnownToBeZero() {
        assertThat(Calls.aCallNobodyAnswered("1").notConnected()).isTrue();
        assertThat(Calls.aCall("1").notConnected()).isFalse();
    }
}
