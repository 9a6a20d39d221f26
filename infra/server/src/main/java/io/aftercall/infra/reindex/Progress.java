package io.aftercall.infra.reindex;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a reindex is getting on.
 *
 * @param calls how many call folders there are; 0 while they are counted
 * @param done how many of them have been read and written
 * @param reason why it failed
 * @param problems the first calls that could not be indexed, and why
 * @param problemCount how many there were
 */
record Progress(
        State state,
        long calls,
        long done,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String reason,
        List<String> problems,
        long problemCount) {

    /** Where the last reindex of this process is. */
    enum State {
        NEVER,
        COUNTING,
        RUNNING,
        DONE,
        FAILED;

        boolean isUnderWay() {
            return this == COUNTING || this == RUNNING;
        }
    }

    private static final int MOST_PROBLEMS = 20;

    static final Progress NONE = new Progress(State.NEVER, 0, 0, null, null, null, List.of(), 0);

    Progress {
        problems = List.copyOf(problems);
    }

    static Progress startedAt(Instant now) {
        return new Progress(State.COUNTING, 0, 0, now, null, null, List.of(), 0);
    }

    Progress counted(long all) {
        return new Progress(State.RUNNING, all, done, startedAt, null, null, problems, problemCount);
    }

    /** Calls may have come since they were counted. */
    Progress advanced(long by, List<String> found) {
        List<String> first = java.util.stream.Stream.concat(problems.stream(), found.stream())
                .limit(MOST_PROBLEMS)
                .toList();
        return new Progress(
                state,
                Math.max(calls, done + by),
                done + by,
                startedAt,
                null,
                null,
                first,
                problemCount + found.size());
    }

    Progress ended(Instant now, @Nullable String failure) {
        State end = failure == null ? State.DONE : State.FAILED;
        return new Progress(end, calls, done, startedAt, now, failure, problems, problemCount);
    }
}
