package io.aftercall.infra.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aftercall.infra.ManualClock;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TransientFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CircuitTest {
    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    private static final Dependency SPEECH = new Dependency(Dependency.Kind.SPEECH, "speech.example");
    private static final Dependency BUCKET = new Dependency(Dependency.Kind.BUCKET, "calls");

    private final ManualClock clock = new ManualClock(NOW);
    private final List<Boolean> changes = new ArrayList<>();
    private final Circuits circuits = new Circuits(
            new CircuitSettings(10, 4, 60, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(2)),
            clock);
    private final Circuit circuit = circuits.of(SPEECH);

    @Test
    void opensWhenMostRequestsFailAndTurnsFurtherOnesBackUnasked() {
        for (int i = 0; i < 4; i++) {
            fail("c" + i);
        }

        assertThat(circuit.isOpen()).isTrue();
        assertThatThrownBy(() -> circuits.through(SPEECH, "c5", () -> {
                    throw new AssertionError("was asked");
                }))
                .isInstanceOf(TransientFailure.class)
                .hasMessage("speech model speech.example is away since " + NOW);
    }

    @Test
    void isAwayOnlyAfterAWhileAndNotWhileItIsAskedTooMuch() {
        Duration minute = Duration.ofMinutes(1);
        fail("long ago");
        clock.passes(Duration.ofHours(1));
        for (int i = 0; i < 4; i++) {
            fail("c" + i);
        }
        assertThat(circuits.isAway(SPEECH, minute)).isFalse();

        clock.passes(minute);
        assertThat(circuits.isAway(SPEECH, minute)).isTrue();

        assertThatThrownBy(() -> circuits.through(SPEECH, "c", () -> {
                    throw TransientFailure.tooMany("HTTP 429", Duration.ofSeconds(90), null);
                }))
                .isInstanceOf(TransientFailure.class);
        assertThat(circuit.isOpen()).isTrue();
        assertThat(circuits.isAway(SPEECH, minute)).isFalse();

        clock.passes(Duration.ofSeconds(91));
        fail("c");
        assertThat(circuits.isAway(SPEECH, minute)).as("a minute begins anew").isFalse();
        clock.passes(minute);
        assertThat(circuits.isAway(SPEECH, minute)).isTrue();
    }

    @Test
    void staysClosedForOneBadRecordAmongGoodOnes() {
        for (int i = 0; i < 40; i++) {
            pass("c" + i);
            fail("bad");
        }

        assertThat(circuit.isOpen()).isFalse();
        assertThat(circuit.answeredAnother("bad", NOW.minusSeconds(1))).isTrue();
    }

    @Test
    void countsARefusalAndAMissingInputAsAnAnswer() {
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> circuits.through(SPEECH, "c", () -> {
                        throw new PermanentFailure("400");
                    }))
                    .isInstanceOf(PermanentFailure.class);
            assertThatThrownBy(() -> circuits.through(SPEECH, "c", () -> {
                        throw TransientFailure.notReady("404", Duration.ofHours(1));
                    }))
                    .isInstanceOf(TransientFailure.class);
        }

        assertThat(circuit.isOpen()).isFalse();
    }

    @Test
    void leavesTheFailureOfSomethingElseToThat() {
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> circuits.through(
                            SPEECH,
                            "c",
                            () -> circuits.through(BUCKET, "c", () -> {
                                throw TransientFailure.outage("refused", null);
                            })))
                    .isInstanceOf(TransientFailure.class);
        }

        assertThat(circuit.isOpen()).isFalse();
        assertThat(circuits.of(BUCKET).isOpen()).isTrue();
    }

    @Test
    void callsBackAFewToProbeItAndAllOnceItHasAnswered() {
        Instant before = clock.instant().minusSeconds(60);
        assertThat(invited(before)).as("nobody knows whether it answers").isEqualTo(4);
        for (int i = 0; i < 4; i++) {
            fail("c");
        }
        circuit.restFor("one in line");
        clock.passes(Duration.ofSeconds(5));
        assertThat(circuit.hasRoomFor(before)).isTrue();
        assertThat(invited(before)).as("with the one in line").isEqualTo(3);
        assertThat(circuit.hasRoomFor(before)).as("they are on their way").isFalse();
        clock.passes(Duration.ofSeconds(5));
        assertThat(circuit.hasRoomFor(before))
                .as("they may have gone elsewhere")
                .isTrue();

        assertThatThrownBy(() -> circuits.through(SPEECH, "c", () -> {
                    throw TransientFailure.busy("429", Duration.ofSeconds(90), null);
                }))
                .isInstanceOf(TransientFailure.class);
        assertThat(invited(before)).as("while it wants to be left alone").isZero();
        clock.passes(Duration.ofSeconds(91));
        circuits.through(SPEECH, "c", () -> true);

        assertThat(circuit.isOpen()).isFalse();
        assertThat(invited(before)).isEqualTo(100);
        assertThat(invited(clock.instant()))
                .as("it has not answered since these went")
                .isEqualTo(4);
    }

    private long invited(Instant since) {
        return IntStream.range(0, 100).filter(call -> circuit.invite(since)).count();
    }

    @Test
    void letsTheWaitingCallsProbeInTurnSoThatOneBadRecordCannotKeepItOpen() {
        circuits.onChange(() -> changes.add(circuit.isOpen()));
        for (int i = 0; i < 4; i++) {
            fail("bad");
        }
        Object bad = new Object();
        Object good = new Object();
        assertThat(circuit.restFor(bad)).isEqualTo(Duration.ofMillis(1_001));
        assertThat(circuit.restFor(good)).isEqualTo(Duration.ofMillis(1_001));
        assertThat(circuit.waiting()).isEqualTo(2);

        clock.passes(Duration.ofMillis(1001));
        assertThat(circuit.restFor(good)).as("not the first in line").isEqualTo(Duration.ofSeconds(1));
        assertThat(circuit.restFor(bad)).isEqualTo(Duration.ZERO);
        fail("bad");
        assertThat(circuit.restFor(bad)).isEqualTo(Duration.ofMillis(2_001));

        clock.passes(Duration.ofMillis(2001));
        assertThat(circuit.restFor(bad)).as("had its turn").isEqualTo(Duration.ofSeconds(1));
        assertThat(circuit.restFor(good)).isEqualTo(Duration.ZERO);
        pass("good");

        assertThat(circuit.isOpen()).isFalse();
        assertThat(circuit.restFor(bad)).isEqualTo(Duration.ZERO);
        assertThat(changes).containsExactly(true, false);
    }

    @Test
    void letsOnlyOneAtATimeProbe() {
        for (int i = 0; i < 4; i++) {
            fail("c" + i);
        }
        Object first = new Object();
        Object second = new Object();
        circuit.restFor(first);
        circuit.restFor(second);
        clock.passes(Duration.ofMillis(1001));

        assertThat(circuit.restFor(first)).isEqualTo(Duration.ZERO);
        assertThat(circuit.restFor(second)).isPositive();
    }

    @Test
    void leavesADependencyAloneForAsLongAsItAsked() {
        assertThatThrownBy(() -> circuits.through(SPEECH, "c", () -> {
                    throw TransientFailure.busy("429", Duration.ofSeconds(90), null);
                }))
                .isInstanceOf(TransientFailure.class);

        assertThat(circuit.restFor(this)).isEqualTo(Duration.ofMillis(90_001));
        clock.passes(Duration.ofSeconds(91));
        assertThat(circuit.restFor(this)).isEqualTo(Duration.ZERO);
        pass("c");
        assertThat(circuit.isOpen()).isFalse();
    }

    @Test
    void asksAgainWithinReasonWhateverItWasAsked() {
        assertThatThrownBy(() -> circuits.through(SPEECH, "one", () -> {
                    throw TransientFailure.busy("HTTP 503", Duration.ofDays(1), null);
                }))
                .isInstanceOf(TransientFailure.class);

        assertThat(circuit.restFor(new Object()))
                .isLessThanOrEqualTo(Duration.ofMinutes(10).plusMillis(1));
    }

    @Test
    void goesOnProbingHoweverLongItTakes() {
        for (int i = 0; i < 4; i++) {
            fail("c" + i);
        }
        int probes = 0;
        for (Instant end = NOW.plus(Duration.ofHours(6));
                clock.instant().isBefore(end);
                clock.passes(Duration.ofSeconds(1))) {
            if (circuit.restFor(this).isZero()) {
                fail("c");
                probes++;
            }
        }
        // Every 30 s, a look each second.
        assertThat(probes).isBetween(690, 710);

        clock.passes(Duration.ofSeconds(31));
        assertThat(circuit.restFor(this)).isEqualTo(Duration.ZERO);
        pass("c");
        assertThat(circuit.isOpen()).isFalse();
    }

    @Test
    void knowsWhetherAnotherCallWasAnswered() {
        pass("a");
        clock.passes(Duration.ofSeconds(1));
        pass("b");
        clock.passes(Duration.ofSeconds(1));
        pass("b");

        assertThat(circuit.answeredAnother("b", NOW.minusMillis(1))).isTrue();
        assertThat(circuit.answeredAnother("b", NOW)).isFalse();
        assertThat(circuit.answeredAnother("a", NOW.plusSeconds(1))).isTrue();
    }

    private void pass(String callKey) {
        circuits.run(SPEECH, callKey, () -> {});
    }

    private void fail(String callKey) {
        assertThatThrownBy(() -> circuits.run(SPEECH, callKey, () -> {
                    throw TransientFailure.outage("refused", null);
                }))
                .isInstanceOf(TransientFailure.class);
    }
}
