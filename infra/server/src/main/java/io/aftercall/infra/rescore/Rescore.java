package io.aftercall.infra.rescore;

import io.aftercall.infra.rescore.Progress.State;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
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

    /** Of a run that was dropped nothing more is told: the next may be under way. */
    private synchronized void report(Instant began, UnaryOperator<Progress> step) {
        if (isUnderWay(began)) {
            progress = step.apply(progress);
        }
    }

    private synchronized boolean isUnderWay(Instant began) {
        return progress.state().isUnderWay() && began.equals(progress.startedAt());
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
            Counting.Counted counted = counting.count(next, step -> report(began, step));
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
            judging.judge(agreed, calls, step -> report(counted, step), () -> isUnderWay(counted));
            synchronized (this) {
                if (isUnderWay(counted)) {
                    progress = progress.ended(State.DONE, clock.instant(), null);
                    LOG.info("rescore: {} calls judged, {} problems", progress.done(), progress.problemCount());
                }
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

    private interface Part {
        void run() throws Exception;
    }

    private void start(Instant began, Part part) {
        Thread.ofVirtual().name("rescore").start(() -> {
            try {
                part.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.error("rescore: given up", e);
                report(began, now -> now.ended(State.FAILED, clock.instant(), e.getMessage()));
            }
        });
    }
}
