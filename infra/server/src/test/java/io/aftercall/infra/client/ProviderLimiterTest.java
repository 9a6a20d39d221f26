package io.aftercall.infra.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aftercall.infra.ManualClock;
import io.aftercall.infra.circuit.CircuitSettings;
import io.aftercall.infra.circuit.Circuits;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.TransientFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProviderLimiterTest {
    private static final Dependency SPEECH = new Dependency(Dependency.Kind.SPEECH, "api.example.com");
    private static final Report ANSWERED = Report.without(Outcome.OK);

    private final ManualClock clock = new ManualClock();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private ProviderLimiter limiter(int inFlight, @Nullable Integer requestsPerMinute) {
        return new ProviderLimiter(
                SPEECH,
                new ClientSettings.Limit(inFlight, requestsPerMinute, null, Duration.ofSeconds(5)),
                Duration.ofMinutes(10),
                clock);
    }

    static Circuits circuits(Clock clock) {
        return new Circuits(
                new CircuitSettings(10, 4, 60, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(2)),
                clock);
    }

    private static Report asksForAPause(Duration pause) {
        return new Report(Outcome.LIMITED, pause, 0L, RateHeaders.NONE);
    }

    private static Duration toldToWait(ProviderLimiter limiter) {
        try {
            throw new AssertionError("it was let in: " + entering(limiter));
        } catch (TransientFailure e) {
            return e.retryAfter();
        }
    }

    @Test
    void sendsEverybodyAwayUntilTheEndOfAPause() throws Exception {
        ProviderLimiter limiter = limiter(4, null);
        limiter.leave(limiter.enter(0), asksForAPause(Duration.ofSeconds(190)));

        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(() -> limiter.enter(0))
                .withMessage("speech model api.example.com asked for a pause until 2026-03-02T12:03:10Z")
                .satisfies(e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(190)));

        clock.passes(Duration.ofSeconds(190));
        limiter.enter(0);
        assertThat(limiter.inFlight()).isEqualTo(1);
        assertThat(limiter.allowed()).isEqualTo(1);
        assertThat(limiter.held()).isZero();
    }

    @Test
    void sendsAwayAlsoThoseThatWaitForAPlaceWhenAPauseBegins() throws Exception {
        ProviderLimiter limiter = limiter(1, null);
        ProviderPace.Place first = limiter.enter(0);
        Future<ProviderPace.Place> second = threads.submit(() -> limiter.enter(0));
        Future<ProviderPace.Place> third = threads.submit(() -> limiter.enter(0));

        limiter.leave(first, asksForAPause(Duration.ofSeconds(90)));

        for (Future<ProviderPace.Place> waiting : List.of(second, third)) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
                    .withCauseInstanceOf(TransientFailure.class);
        }
    }

    @Test
    void sendsAwayThoseThatWaitForAPlaceWhenTheProviderGoesAwayAndLetsAProbeThrough() throws Exception {
        ProviderLimiter limiter = limiter(1, null);
        ProviderPace.Place first = limiter.enter(0);
        Future<ProviderPace.Place> second = threads.submit(() -> limiter.enter(0));
        Future<ProviderPace.Place> third = threads.submit(() -> limiter.enter(0));
        Awaitility.await().until(() -> limiter.queued() == 2);

        limiter.providerMayHaveGone(() -> true);

        for (Future<ProviderPace.Place> waiting : List.of(second, third)) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
                    .havingCause()
                    .isInstanceOfSatisfying(TransientFailure.class, failure -> {
                        assertThat(failure)
                                .hasMessage("speech model api.example.com went away before it was this request's turn");
                        assertThat(failure.dependency()).isNotEqualTo(SPEECH);
                    });
        }
        Future<ProviderPace.Place> probe = threads.submit(() -> limiter.enter(0));
        Awaitility.await().until(() -> limiter.queued() == 1);
        // Another circuit's change.
        limiter.providerMayHaveGone(() -> true);
        limiter.leave(first, Report.without(Outcome.UNANSWERED));
        probe.get(10, TimeUnit.SECONDS);
    }

    @Test
    void keepsThoseInLineThroughAShortPauseAlthoughItOpensTheCircuit() throws Exception {
        ProviderLimiter limiter = limiter(1, null);
        ProviderPace.Place first = limiter.enter(0);
        Future<ProviderPace.Place> second = threads.submit(() -> limiter.enter(0));
        Awaitility.await().until(() -> limiter.queued() == 1);

        limiter.leave(first, asksForAPause(Duration.ofSeconds(2)));
        limiter.providerMayHaveGone(() -> true);
        clock.passes(Duration.ofSeconds(2));

        second.get(10, TimeUnit.SECONDS);
    }

    @Test
    void givesAFreedPlaceToTheNext() throws Exception {
        ProviderLimiter limiter = limiter(1, null);
        ProviderPace.Place first = limiter.enter(0);
        Future<ProviderPace.Place> second = threads.submit(() -> limiter.enter(0));

        limiter.leave(first, ANSWERED);

        second.get(10, TimeUnit.SECONDS);
        assertThat(limiter.inFlight()).isEqualTo(1);
    }

    @Test
    void passesTheTurnOnWhenTheFirstInLineGivesUp() throws Exception {
        ProviderLimiter limiter = limiter(1, null);
        ProviderPace.Place place = limiter.enter(0);
        CountDownLatch gaveUp = new CountDownLatch(1);
        Thread first = Thread.startVirtualThread(() -> {
            try {
                limiter.enter(0);
            } catch (InterruptedException e) {
                gaveUp.countDown();
            }
        });
        first.interrupt();
        assertThat(gaveUp.await(10, TimeUnit.SECONDS)).isTrue();
        Future<ProviderPace.Place> second = threads.submit(() -> limiter.enter(0));

        limiter.leave(place, ANSWERED);

        second.get(10, TimeUnit.SECONDS);
        assertThat(limiter.inFlight()).isEqualTo(1);
    }

    @Test
    void bringsThoseItSendsAwayBackOneByOne() throws Exception {
        ProviderLimiter limiter = limiter(4, 6);
        limiter.enter(0);

        // A turn every 10 s, the next one in 10 s: with at most 5 s of waiting the first is to come after 5 s.
        assertThat(toldToWait(limiter)).isEqualTo(Duration.ofSeconds(5));
        assertThat(toldToWait(limiter)).isEqualTo(Duration.ofSeconds(15));
        assertThat(toldToWait(limiter)).isEqualTo(Duration.ofSeconds(25));
    }

    @Test
    void doesNotBlameTheProviderForTheRateWeKeepTo() throws Exception {
        ProviderLimiter limiter = limiter(4, 6);
        limiter.enter(0);

        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(() -> limiter.enter(0))
                .withMessage(
                        "rate limit of speech model api.example.com has no turn for it before 2026-03-02T12:00:05Z")
                .satisfies(e -> assertThat(e.dependency())
                        .isEqualTo(new Dependency(Dependency.Kind.RATE, "speech model api.example.com")));
    }

    @Test
    void opensNoCircuitByTheRateWeKeepTo() throws Exception {
        Circuits circuits = circuits(clock);
        ProviderLimiter limiter = limiter(4, 6);
        limiter.enter(0);

        for (int i = 0; i < 10; i++) {
            assertThatExceptionOfType(TransientFailure.class)
                    .isThrownBy(() -> circuits.through(SPEECH, "call-1", () -> entering(limiter)));
        }

        assertThat(circuits.of(SPEECH).isOpen()).isFalse();
    }

    private static ProviderPace.Place entering(ProviderLimiter limiter) {
        try {
            return limiter.enter(0);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void sendsNobodyAwayForLongerThanTheLongestPause() throws Exception {
        ProviderLimiter limiter = limiter(4, 1);
        limiter.enter(0);

        for (int i = 0; i < 20; i++) {
            toldToWait(limiter);
        }
        assertThat(toldToWait(limiter)).isEqualTo(Duration.ofMinutes(10));
    }
}
