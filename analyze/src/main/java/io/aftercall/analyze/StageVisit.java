package io.aftercall.analyze;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call's stay in one stage, as far as is known.
 *
 * @param input the latest event the stage was given for this call
 * @param done how its result came about; absent too where an older release made it
 * @param failed how its latest failure came about
 * @param ended when the stage last let go of the call, with whatever result, or its reminder was seen to
 * @param waiting what it waits for now
 * @param atWork that the stage is at work on it now, once that takes long
 * @param stuck that it was found left lying here; what became of it since shows on the timeline
 */
public record StageVisit(
        Stage stage,
        @Nullable Position input,
        @Nullable StageRun done,
        @Nullable StageRun failed,
        @Nullable Instant ended,
        @Nullable Waiting waiting,
        @Nullable AtWork atWork,
        @Nullable Stuck stuck) {

    public StageVisit {
        Objects.requireNonNull(stage, "a visit has a stage");
        // Decided by the time the stage let go, not by that of its result, which a redo may find older than the wait.
        if (waiting != null && ended != null && !waiting.at().isAfter(ended)) {
            waiting = null;
        }
        if (atWork != null && ended != null && !atWork.at().isAfter(ended)) {
            atWork = null;
        }
        // It does one or the other, whatever was said last.
        if (waiting != null && atWork != null) {
            if (waiting.at().isBefore(atWork.at())) {
                waiting = null;
            } else {
                atWork = null;
            }
        }
        // It got on, and may come here again.
        if (stuck != null && ended != null && !stuck.foundAt().isAfter(ended)) {
            stuck = null;
        }
    }

    static StageVisit given(Stage stage, Position input) {
        return new StageVisit(stage, input, null, null, null, null, null, null);
    }

    static StageVisit done(Stage stage, @Nullable StageRun run, Instant ended) {
        return new StageVisit(stage, null, run, null, ended, null, null, null);
    }

    static StageVisit failed(Stage stage, @Nullable StageRun run, Instant ended) {
        return new StageVisit(stage, null, null, run, ended, null, null, null);
    }

    static StageVisit waiting(Stage stage, Waiting waiting) {
        return new StageVisit(stage, null, null, null, null, waiting, null, null);
    }

    static StageVisit atWork(Stage stage, AtWork atWork) {
        return new StageVisit(stage, null, null, null, null, null, atWork, null);
    }

    static StageVisit stuck(Stage stage, Stuck stuck) {
        return new StageVisit(stage, null, null, null, null, null, null, stuck);
    }

    /** What both know of the same stage, in whatever order. */
    StageVisit merge(StageVisit other) {
        return new StageVisit(
                stage,
                Latest.of(input, other.input, Position.IN_TIME),
                Latest.of(done, other.done, StageRun.TRUE_LAST),
                Latest.of(failed, other.failed, StageRun.TRUE_LAST),
                Latest.of(ended, other.ended, Comparator.naturalOrder()),
                Latest.of(waiting, other.waiting, Waiting.IN_TIME),
                Latest.of(atWork, other.atWork, AtWork.IN_TIME),
                Latest.of(stuck, other.stuck, Stuck.IN_TIME));
    }

    /** The run whose result counts: a failure only while no later success has cleared it. */
    public Optional<StageRun> run() {
        boolean failedLast = failed != null && (done == null || failed.at().isAfter(done.at()));
        return Optional.ofNullable(failedLast ? failed : done);
    }

    /** Whether the stage has been given the call and has not let go of it since. */
    boolean isHere() {
        return input != null && (ended == null || ended.isBefore(input.writtenAt()));
    }

    /**
     * From when on something should have been heard of the call here: it was given to the stage, was to be tried again,
     * or was driven again. Empty while the stage waits without a known end, is done with what it was given, or was
     * given nothing.
     */
    Optional<Instant> idleSince() {
        if (input == null || !isHere()) {
            return Optional.empty();
        }
        if (waiting != null && waiting.until() == null) {
            return Optional.empty();
        }
        Instant since = input.writtenAt();
        if (waiting != null) {
            since = later(since, waiting.until());
        }
        if (stuck != null) {
            since = later(since, stuck.foundAt());
        }
        return Optional.of(since);
    }

    private static Instant later(Instant one, @Nullable Instant other) {
        return other == null || one.isAfter(other) ? one : other;
    }
}
