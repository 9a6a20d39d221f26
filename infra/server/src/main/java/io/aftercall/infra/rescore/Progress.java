package io.aftercall.infra.rescore;

import io.aftercall.analyze.Tokens;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a rescore is getting on.
 *
 * @param looked call folders looked into
 * @param calls how many of them would not be judged today as they were, so that they are judged again
 * @param leftOut conversations handed in with a mode of their own, which another rubric does not take the place of
 * @param estimate what that is likely to take; absent while nothing is known of that
 * @param done of the calls, judged again
 * @param problems the first calls that could not be judged, and why
 * @param reason why it was given up
 */
record Progress(
        State state,
        long looked,
        long calls,
        long leftOut,
        @Nullable Estimate estimate,
        long done,
        List<String> problems,
        long problemCount,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String reason) {

    /** PLANNED waits for a yes. */
    enum State {
        NEVER,
        COUNTING,
        PLANNED,
        RUNNING,
        DONE,
        DROPPED,
        FAILED;

        boolean isUnderWay() {
            return this == COUNTING || this == RUNNING;
        }
    }

    /**
     * By what such calls took before, or else by the length of what was said.
     *
     * @param cost in {@code currency}; absent where no price is set
     */
    record Estimate(Tokens tokens, @Nullable Double cost, String currency) {}

    private static final int MOST_PROBLEMS = 20;

    static final Progress NONE = new Progress(State.NEVER, 0, 0, 0, null, 0, List.of(), 0, null, null, null);

    Progress {
        problems = List.copyOf(problems);
    }

    static Progress startedAt(Instant now) {
        return new Progress(State.COUNTING, 0, 0, 0, null, 0, List.of(), 0, now, null, null);
    }

    Progress counted(long lookedAt, long wanted) {
        return new Progress(state, lookedAt, wanted, leftOut, null, 0, problems, problemCount, startedAt, null, null);
    }

    Progress withOneLeftOut() {
        return new Progress(
                state, looked, calls, leftOut + 1, estimate, done, problems, problemCount, startedAt, endedAt, reason);
    }

    Progress planned(@Nullable Estimate likely) {
        return new Progress(
                State.PLANNED, looked, calls, leftOut, likely, 0, problems, problemCount, startedAt, null, null);
    }

    Progress running() {
        return new Progress(
                State.RUNNING, looked, calls, leftOut, estimate, 0, problems, problemCount, startedAt, null, null);
    }

    Progress ended(State end, Instant now, @Nullable String why) {
        return new Progress(end, looked, calls, leftOut, estimate, done, problems, problemCount, startedAt, now, why);
    }

    Progress judged(long now) {
        return new Progress(
                state, looked, calls, leftOut, estimate, now, problems, problemCount, startedAt, null, null);
    }

    Progress with(String problem) {
        List<String> first = Stream.concat(problems.stream(), Stream.of(problem))
                .limit(MOST_PROBLEMS)
                .toList();
        return new Progress(
                state, looked, calls, leftOut, estimate, done, first, problemCount + 1, startedAt, endedAt, reason);
    }
}
