package io.aftercall.infra.rescore;

import io.aftercall.infra.rescore.Progress.State;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has stored calls judged again, one run at a time: counts first which would not be judged today as they were, and when
 * somebody has agreed gives them to the line, which keeps its caps and its patience. Only the progress is lost with the
 * process.
 */
final class Rescore {
    private static final Logger LOG = LoggerFactory.getLogger(Rescore.class);

    private final Counting counting;
    private final Judging judging;
    private final Clock clock;
    private Progress progress = Progress.NONE;
    private @Nullable Plan plan;
    private Map<String, String> planned = Map.of();

    /** Where a run tells how it is getting on. */
    @FunctionalInterface
    interface Report {
        void now(UnaryOperator<Progress> step);

        default void problem(String fact) {
            now(progress -> progress.with(fact));
        }
    }

    Rescore(Counting counting, Judging judging, Clock clock) {
        this.counting = counting;
        this.judging = judging;
        this.clock = clock;
    }

    synchronized Progress progress() {
        return progress;
    }

    private synchronized void report(UnaryOperator<Progress> step) {
        progress = step.apply(progress);
    }

    /** Of a run that was dropped nothing more is told. */
    private synchronized void reportOf(Instant counted, UnaryOperator<Progress> step) {
        if (isRunning(counted)) {
            report(step);
        }
    }

    /** Begins to count; false, and nothing changed, while a run is under way. */
    synchronized boolean count(Plan next) {
        if (progress.state().isUnderWay()) {
            return false;
        }
        plan = next;
        Instant began = clock.instant();
        progress = Progress.startedAt(began);
        start(began, () -> {
            Counting.Counted counted = counting.count(next, this::report);
            synchronized (this) {
                planned = counted.calls();
                progress = progress.planned(counted.estimate());
            }
        });
        return true;
    }

    /**
     * Begins to judge what was counted; false when that is not what is planned.
     *
     * @param counted when the count that was agreed to had been started
     */
    synchronized boolean run(Instant counted) {
        Plan agreed = plan;
        if (progress.state() != State.PLANNED || agreed == null || !counted.equals(progress.startedAt())) {
            return false;
        }
        progress = progress.running();
        Map<String, String> calls = planned;
        start(counted, () -> {
            judging.judge(agreed, calls, step -> reportOf(counted, step), () -> isRunning(counted));
            synchronized (this) {
                if (isRunning(counted)) {
                    progress = progress.ended(State.DONE, clock.instant(), null);
                }
                LOG.info("rescore: {} calls judged, {} problems", progress.done(), progress.problemCount());
            }
        });
        return true;
    }

    /** Forgets what was counted, or sends no more and no longer watches what was given to the line; false when there is neither. */
    synchronized boolean drop(Instant counted) {
        boolean open = progress.state() == State.PLANNED || progress.state() == State.RUNNING;
        if (!open || !counted.equals(progress.startedAt())) {
            return false;
        }
        progress = progress.ended(State.DROPPED, clock.instant(), null);
        return true;
    }

    /** No other run has been begun since this one was dropped. */
    private synchronized boolean isRunning(Instant counted) {
        return progress.state() == State.RUNNING && Objects.equals(progress.startedAt(), counted);
    }

    private interface Part {
        void run() throws Exception;
    }

    /** @param began names the run: a failure of one that was dropped is none of the next one's */
    private void start(Instant began, Part part) {
        Thread.ofVirtual().name("rescore").start(() -> {
            try {
                part.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.error("rescore: given up", e);
                report(now -> now.state().isUnderWay() && began.equals(now.startedAt())
                        ? now.ended(State.FAILED, clock.instant(), e.getMessage())
                        : now);
            }
        });
    }
}
