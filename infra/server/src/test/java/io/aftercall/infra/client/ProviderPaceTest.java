package io.aftercall.infra.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.infra.ManualClock;
import io.aftercall.infra.client.ProviderPace.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProviderPaceTest {
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final Report ANSWERED = Report.without(Outcome.OK);
    private static final Report FAILED = Report.without(Outcome.ERROR);

    private Instant now = ManualClock.NOON;

    private ProviderPace pace(@Nullable Integer requestsPerMinute, @Nullable Integer tokensPerMinute) {
        return new ProviderPace(
                new ClientSettings.Limit(32, requestsPerMinute, tokensPerMinute, Duration.ofSeconds(5)),
                LONGEST_PAUSE,
                now);
    }

    private static Report asksForAPause(Duration pause) {
        return new Report(Outcome.LIMITED, pause, 0L, RateHeaders.NONE);
    }

    private static Report tells(RateHeaders.Budget requests, @Nullable Duration pause) {
        return new Report(Outcome.OK, pause, null, new RateHeaders(requests, RateHeaders.NONE.tokens()));
    }

    private List<Place> sendAll(ProviderPace pace) {
        List<Place> places = new ArrayList<>();
        while (pace.hasPlace()) {
            places.add(pace.enter(0, now));
        }
        return places;
    }

    private void round(ProviderPace pace, Report report) {
        sendAll(pace).forEach(place -> pace.leave(place, report, now));
    }

    private List<Integer> allowedAfterEachRound(ProviderPace pace, int rounds) {
        return Stream.generate(() -> {
                    round(pace, ANSWERED);
                    return pace.allowed();
                })
                .limit(rounds)
                .toList();
    }

    @Test
    void allowsTheCapFromTheStart() {
        assertThat(sendAll(pace(null, null))).hasSize(32);
    }

    @Test
    void halvesOnceForRequestsThatFailTogether() {
        ProviderPace pace = pace(null, null);

        round(pace, FAILED);
        assertThat(pace.allowed()).isEqualTo(16);

        round(pace, Report.without(Outcome.LIMITED));
        assertThat(pace.allowed()).isEqualTo(8);
    }

    @Test
    void goesUpByOneARoundAfterTooMuch() {
        ProviderPace pace = pace(null, null);
        round(pace, FAILED);

        assertThat(allowedAfterEachRound(pace, 3)).containsExactly(17, 18, 19);
    }

    @Test
    void doublesFromOneAfterAnOutage() {
        ProviderPace pace = pace(null, null);
        Stream.generate(() -> FAILED).limit(9).forEach(failure -> round(pace, failure));

        assertThat(pace.allowed()).isEqualTo(1);
        assertThat(allowedAfterEachRound(pace, 6)).containsExactly(2, 4, 8, 16, 32, 32);
    }

    @Test
    void takesNoAnswerToAnEarlierRequestForARecovery() {
        ProviderPace pace = pace(null, null);
        List<Place> together = sendAll(pace);

        pace.leave(together.removeFirst(), asksForAPause(Duration.ofSeconds(90)), now);
        together.forEach(place -> pace.leave(place, ANSWERED, now));

        assertThat(pace.allowed()).isEqualTo(1);
    }

    @Test
    void doublesFromOneAfterAPause() {
        ProviderPace pace = pace(null, null);
        round(pace, asksForAPause(Duration.ofSeconds(90)));

        assertThat(pace.held(now)).isEqualTo(Duration.ofSeconds(90));
        assertThat(pace.turn(0, 0, 0, now)).isEqualTo(Duration.ofSeconds(90));
        now = now.plusSeconds(90);
        assertThat(pace.held(now)).isZero();
        assertThat(allowedAfterEachRound(pace, 3)).containsExactly(2, 4, 8);
    }

    @Test
    void learnsNothingFromARequestWeGaveUp() {
        ProviderPace pace = pace(null, null);
        round(pace, Report.without(Outcome.ABANDONED));

        assertThat(pace.allowed()).isEqualTo(32);
        assertThat(pace.inFlight()).isZero();
    }

    @Test
    void obeysNoEndlessPause() {
        ProviderPace pace = pace(null, null);
        round(pace, asksForAPause(Duration.ofDays(3)));

        assertThat(pace.held(now)).isEqualTo(LONGEST_PAUSE);
    }

    @Test
    void doesNotShortenAPauseByAShorterOne() {
        ProviderPace pace = pace(null, null);
        List<Place> together = sendAll(pace);

        pace.leave(together.get(0), asksForAPause(Duration.ofSeconds(90)), now);
        pace.leave(together.get(1), asksForAPause(Duration.ofSeconds(1)), now);

        assertThat(pace.held(now)).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void pausesWhileABudgetIsUsedUpWithoutTakingItForAnOutage() {
        ProviderPace pace = pace(null, null);
        pace.leave(
                pace.enter(0, now),
                tells(new RateHeaders.Budget(60L, 0L, Duration.ofMinutes(6)), Duration.ofMinutes(6)),
                now);

        assertThat(pace.held(now)).isEqualTo(Duration.ofMinutes(6));
        assertThat(pace.allowed()).isEqualTo(32);
    }

    @Test
    void spreadsRequestsOverTheMinute() {
        ProviderPace pace = pace(60, null);

        assertThat(pace.turn(0, 0, 0, now)).isZero();
        pace.enter(0, now);
        assertThat(pace.turn(0, 0, 0, now)).isEqualTo(Duration.ofSeconds(1));
        assertThat(pace.turn(3, 0, 0, now)).isEqualTo(Duration.ofSeconds(4));

        now = now.plusSeconds(3600);
        pace.enter(0, now);
        assertThat(pace.turn(0, 0, 0, now)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void obeysTheProvidersLimitWhereItIsLower() {
        ProviderPace pace = pace(600, null);
        pace.leave(pace.enter(0, now), tells(new RateHeaders.Budget(30L, 29L, null), null), now);
        pace.enter(0, now);

        assertThat(pace.turn(0, 0, 0, now)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void keepsToItsOwnLimitWhereTheProvidersIsHigher() {
        ProviderPace pace = pace(60, null);
        pace.leave(pace.enter(0, now), tells(new RateHeaders.Budget(500L, 499L, null), null), now);

        assertThat(pace.turn(0, 0, 0, now)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void chargesTheEstimateAtOnceAndTheDifferenceAfterwards() {
        ProviderPace pace = pace(null, 6_000);
        Place place = pace.enter(1_100, now);
        assertThat(pace.turn(0, 0, 100, now)).isEqualTo(Duration.ofSeconds(11));

        pace.leave(place, new Report(Outcome.OK, null, 300L, RateHeaders.NONE), now);

        assertThat(pace.turn(0, 0, 100, now)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void letsARequestPassThatCostsMoreThanASecondsTokens() {
        ProviderPace pace = pace(null, 6_000);

        assertThat(pace.turn(0, 0, 50_000, now)).isZero();
    }
}
