package io.aftercall.infra.reindex;

import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.infra.line.Patience;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.notify.PlannedReminders;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties every index and fills it from the call folders, one run at a time. Events that the line indexes meanwhile are
 * merged with what the folders say, in whichever order, and nothing is sent.
 */
final class Reindex {
    private static final Logger LOG = LoggerFactory.getLogger(Reindex.class);

    /** Calls read at the same time and written by one request. */
    private static final int BATCH = 64;

    private final CallFolder folder;
    private final FolderDocument documents;
    private final PlannedReminders reminders;
    private final CallIndex index;
    private final ReindexMark mark;
    private final Unrecorded unrecorded;
    private final Patience patience;
    private final Clock clock;
    private Progress progress = Progress.NONE;

    Reindex(
            CallFolder folder,
            PlannedReminders reminders,
            CallIndex index,
            ReindexMark mark,
            Unrecorded unrecorded,
            Patience patience,
            Clock clock) {
        this.folder = folder;
        this.documents = new FolderDocument(folder, reminders);
        this.reminders = reminders;
        this.index = index;
        this.mark = mark;
        this.unrecorded = unrecorded;
        this.patience = patience;
        this.clock = clock;
    }

    synchronized Progress progress() {
        return progress;
    }

    private synchronized Progress progress(UnaryOperator<Progress> step) {
        progress = step.apply(progress);
        return progress;
    }

    /** False, and nothing changed, while one is under way. */
    synchronized boolean start() {
        if (progress.state().isUnderWay()) {
            return false;
        }
        progress = Progress.startedAt(clock.instant());
        Thread.ofVirtual().name("reindex").start(this::run);
        return true;
    }

    /** Begins again what was cut short, if anything was. One that another process is at is repeated too, to no harm. */
    void resume() {
        Thread.ofVirtual().name("reindex").start(() -> {
            try {
                if (trying(mark::isSet) && start()) {
                    LOG.warn("reindex: the one before was cut short");
                }
            } catch (RuntimeException e) {
                LOG.error("reindex: nobody knows whether one was cut short; should searches miss calls, start one", e);
            }
        });
    }

    private void run() {
        LOG.info("reindex: started");
        try {
            long calls = trying(this::count);
            progress(now -> now.counted(calls));
            Instant begun = clock.instant();
            String run = UUID.randomUUID().toString();
            trying(() -> {
                mark.set(run, begun);
                return true;
            });
            // Emptied first: whatever was indexed before has by then been stored in its folder, except hangups that
            // are not recorded yet.
            trying(() -> {
                index.clear();
                return true;
            });
            trying(() -> {
                reminders.clearBook();
                return true;
            });
            // Who ended while this one waited to empty them has taken its mark along.
            trying(() -> {
                mark.set(run, begun);
                return true;
            });
            trying(() -> {
                index.merge(unrecorded.calls());
                return true;
            });
            fill();
            trying(() -> {
                mark.remove(begun);
                return true;
            });
            Progress end = progress(now -> now.ended(clock.instant(), null));
            LOG.info("reindex: done, {} calls, {} with problems", end.done(), end.problemCount());
        } catch (RuntimeException e) {
            LOG.error("reindex: given up, the indices are incomplete until one succeeds", e);
            progress(now -> now.ended(
                    clock.instant(), "the indices are incomplete until a reindex succeeds: " + e.getMessage()));
        }
    }

    private long count() {
        try (Stream<String> keys = folder.keys()) {
            return keys.count();
        }
    }

    private void fill() {
        try (Stream<String> keys = folder.keys();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Iterator<String> left = keys.iterator();
            List<String> batch = new ArrayList<>();
            while (trying(left::hasNext)) {
                batch.add(left.next());
                if (batch.size() == BATCH || !trying(left::hasNext)) {
                    fill(batch, threads);
                    batch = new ArrayList<>();
                }
            }
        }
    }

    private void fill(List<String> callKeys, ExecutorService threads) {
        List<String> problems = Collections.synchronizedList(new ArrayList<>());
        List<CallDocument> batch = new ArrayList<>();
        List<Callable<Optional<CallDocument>>> reads = new ArrayList<>();
        callKeys.forEach(key -> reads.add(() -> read(key, problems)));
        try {
            for (Future<Optional<CallDocument>> read : threads.invokeAll(reads)) {
                if (read.state() == Future.State.FAILED) {
                    throw new IllegalStateException(read.exceptionNow().getMessage(), read.exceptionNow());
                }
                read.resultNow().ifPresent(batch::add);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the service is stopping", e);
        }
        trying(() -> index.merge(batch)).values().stream()
                .map(PermanentFailure::getMessage)
                .forEach(problems::add);
        progress(now -> now.advanced(callKeys.size(), problems));
    }

    /** A call that cannot be read does not keep the others out of the index. */
    private Optional<CallDocument> read(String callKey, List<String> problems) {
        try {
            return trying(() -> {
                reminders.restore(callKey);
                return documents.of(callKey);
            });
        } catch (TransientFailure e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warn("reindex: call {} cannot be read", callKey, e);
            problems.add("call %s cannot be read: %s".formatted(callKey, e.getMessage()));
            return Optional.empty();
        }
    }

    private <T> T trying(Supplier<T> step) {
        return patience.trying("reindex", step);
    }
}
