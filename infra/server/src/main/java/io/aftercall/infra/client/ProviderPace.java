package io.aftercall.infra.client;

import java.time.Duration;
import java.time.Instant;

/**
 * What a provider bears at a time, learnt from its answers: requests in flight (halved on trouble, at most once for the
 * requests that were under way together; one more for each round of answers; doubling from one after a pause or an outage),
 * requests and tokens a minute, and the pauses it asks for. Is told the time; knows no threads and is not safe for them.
 */
final class ProviderPace {
    private final int most;
    private final Duration longestPause;
    private final Allowance requests;
    private final Allowance tokens;

    private int inFlight;
    private int allowed;
    private boolean doubling;
    private int answersThisRound;
    /** Counts the times less was allowed; what was sent before says nothing new about how much is too much. */
    private long era;

    private Instant heldUntil = Instant.MIN;

    /** A request under way. */
    record Place(long era, long tokens) {}

    ProviderPace(ClientSettings.Limit limit, Duration longestPause, Instant now) {
        this.most = limit.requestsInFlight();
        this.allowed = most;
        this.longestPause = longestPause;
        this.requests = new Allowance(limit.requestsPerMinute(), now);
        this.tokens = new Allowance(limit.tokensPerMinute(), now);
    }

    int inFlight() {
        return inFlight;
    }

    int allowed() {
        return allowed;
    }

    boolean hasPlace() {
        return inFlight < allowed;
    }

    boolean countsTokens() {
        return tokens.isLimited();
    }

    /** What is left of the pause the provider asked for. */
    Duration held(Instant now) {
        return now.isBefore(heldUntil) ? Duration.between(now, heldUntil) : Duration.ZERO;
    }

    /** How long pause and pace keep a request back, with so many others ahead of it. */
    Duration turn(int requestsAhead, long tokensAhead, long cost, Instant now) {
        Duration pace = longer(requests.until(requestsAhead, 1, now), tokens.until(tokensAhead, cost, now));
        return longer(held(now), pace);
    }

    /** The time in which a provider in full use comes to one more such request. */
    Duration spacing(long cost) {
        return longer(requests.time(1), tokens.time((double) cost));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    Place enter(long cost, Instant now) {
        inFlight++;
        requests.spend(1, now);
        tokens.spend(cost, now);
        return new Place(era, cost);
    }

    void leave(Place place, Report report, Instant now) {
        inFlight--;
        Long charged = report.tokens();
        if (charged != null) {
            tokens.spend(charged - place.tokens(), now);
        }
        requests.told(report.rates().requests(), now);
        tokens.told(report.rates().tokens(), now);
        Duration pause = report.pause();
        if (pause != null) {
            Instant until = now.plus(pause.compareTo(longestPause) > 0 ? longestPause : pause);
            heldUntil = until.isAfter(heldUntil) ? until : heldUntil;
        }
        if (report.outcome().isTrouble()) {
            shrink(place, pause != null);
        } else if (report.outcome().isAnswer() && place.era() == era) {
            grow();
        }
    }

    private void shrink(Place place, boolean toOne) {
        if (toOne || place.era() == era) {
            allowed = toOne ? 1 : Math.max(1, allowed / 2);
            doubling = allowed == 1;
            answersThisRound = 0;
            era++;
        }
    }

    private void grow() {
        answersThisRound++;
        if (answersThisRound >= allowed) {
            answersThisRound = 0;
            allowed = Math.min(most, doubling ? allowed * 2 : allowed + 1);
        }
    }
}
