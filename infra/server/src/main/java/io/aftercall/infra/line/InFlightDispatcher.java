package io.aftercall.infra.line;

import io.aftercall.infra.circuit.Circuit;
import io.aftercall.infra.line.InFlightPartition.Slot;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs many records of one consumer at the same time, on virtual threads: at most {@code cap} at work, those of one key
 * in their order, all others in none. An offset is acknowledged only when every lower offset of its partition is done,
 * so that a commit never passes unfinished work. Intake pauses at twice the cap, what is already
 * polled comes in all the same, and resumes at three quarters of that.
 */
final class InFlightDispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(InFlightDispatcher.class);

    private final Semaphore permits;
    private final int high;
    private final int low;
    private final Intake intake;
    private final ExecutorService threads;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<TopicPartition, InFlightPartition> partitions = new HashMap<>();
    private final Map<String, Deque<Slot>> lanes = new HashMap<>();
    private int accepted;
    private boolean paused;
    private boolean narrow;
    private boolean stopping;

    /** The consumer's tap; both methods may be called from any thread. */
    interface Intake {
        void pause();

        void resume();
    }

    /** What is to be done for one record. Returning means done; any exception means not done, so not acknowledged. */
    @FunctionalInterface
    interface Work {
        void run(Pause pause) throws InterruptedException;
    }

    /** How work waits: its permit goes to somebody else meanwhile. */
    @FunctionalInterface
    interface Pause {
        /** @throws Abandoned when the work is no longer ours to do */
        void rest(Duration duration) throws InterruptedException;

        /** Whether so many rest that nobody is left to work: whoever rests now keeps out what could be done meanwhile. */
        default boolean keepsOthersOut() {
            return false;
        }
    }

    /** The process is stopping or the partition has gone to another consumer: whoever gets the record next does the work. */
    static final class Abandoned extends RuntimeException {
        Abandoned(String fact) {
            super(fact);
        }
    }

    InFlightDispatcher(String name, int cap, Intake intake) {
        this.permits = new Semaphore(cap, true);
        this.high = 2 * cap;
        this.low = Math.max(1, high * 3 / 4);
        this.intake = intake;
        this.threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(name + "-", 0).factory());
    }

    /**
     * Called on the consumer's thread, in offset order per partition; never blocks.
     *
     * @param acknowledge commits this offset, from any thread
     */
    void submit(TopicPartition topicPartition, long offset, @Nullable String key, Runnable acknowledge, Work work) {
        lock.lock();
        try {
            InFlightPartition partition = partitions.computeIfAbsent(topicPartition, p -> new InFlightPartition());
            Slot slot = partition.add(key == null ? topicPartition + "@" + offset : key, acknowledge, work);
            accepted++;
            regulate();
            Deque<Slot> lane = lanes.computeIfAbsent(slot.lane, l -> new ArrayDeque<>());
            lane.addLast(slot);
            if (lane.size() == 1) {
                threads.execute(() -> run(slot));
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * While something is away that all records need, no more are taken in than it takes to notice when it is back; the
     * rest stay in their topic.
     */
    void narrow(boolean to) {
        lock.lock();
        try {
            narrow = to;
            regulate();
        } finally {
            lock.unlock();
        }
    }

    private void regulate() {
        int most = narrow ? Math.min(Circuit.PROBES, high) : high;
        int few = narrow ? most - 1 : low;
        if (accepted >= most && !paused) {
            paused = true;
            intake.pause();
        } else if (accepted <= few && paused && !stopping) {
            paused = false;
            intake.resume();
        }
    }

    private void run(Slot slot) {
        boolean done = false;
        Work work = slot.work;
        slot.work = null;
        try {
            permits.acquire();
            try {
                if (work != null && isOurs(slot)) {
                    work.run(new Place(slot));
                    done = true;
                }
            } finally {
                permits.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Abandoned e) {
            LOG.debug("left to the next consumer: {}", e.getMessage());
        } catch (RuntimeException | Error e) {
            // The work handles its own failures; this is a fault of ours. Not acknowledged: it comes with the next
            // start.
            LOG.error("work of {} ended without a result; it is redelivered at the next start", slot.lane, e);
        } finally {
            complete(slot, done);
        }
    }

    private final class Place implements Pause {
        private final Slot slot;

        private Place(Slot slot) {
            this.slot = slot;
        }

        @Override
        public void rest(Duration duration) throws InterruptedException {
            InFlightDispatcher.this.rest(slot, duration);
        }

        @Override
        public boolean keepsOthersOut() {
            lock.lock();
            try {
                return paused && !narrow && !stopping && !permits.hasQueuedThreads();
            } finally {
                lock.unlock();
            }
        }
    }

    private void rest(Slot slot, Duration duration) throws InterruptedException {
        permits.release();
        try {
            lock.lock();
            try {
                long left = duration.toNanos();
                while (left > 0 && !stopping && !slot.partition.revoked) {
                    left = changed.awaitNanos(left);
                }
            } finally {
                lock.unlock();
            }
        } finally {
            permits.acquireUninterruptibly();
        }
        if (!isOurs(slot)) {
            throw new Abandoned(slot.lane + " was waiting");
        }
    }

    private boolean isOurs(Slot slot) {
        lock.lock();
        try {
            return !stopping && !slot.partition.revoked;
        } finally {
            lock.unlock();
        }
    }

    private void complete(Slot slot, boolean done) {
        lock.lock();
        try {
            if (done) {
                slot.finish();
            }
            slot.partition.acknowledgeHead();
            startNext(slot);
            accepted--;
            regulate();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void startNext(Slot finished) {
        Deque<Slot> lane = lanes.get(finished.lane);
        if (lane == null) {
            return;
        }
        lane.pollFirst();
        Slot next = lane.peekFirst();
        if (next == null) {
            lanes.remove(finished.lane);
        } else {
            threads.execute(() -> run(next));
        }
    }

    /** The partitions belong to another consumer now: nothing of theirs is acknowledged or begun any more. */
    void revoked(Collection<TopicPartition> gone) {
        lock.lock();
        try {
            for (TopicPartition each : gone) {
                InFlightPartition partition = partitions.remove(each);
                if (partition != null) {
                    partition.revoked = true;
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Begins nothing new and wakes what rests; the consumer must stay alive until {@link #drain} so as to commit. */
    void stop() {
        lock.lock();
        try {
            stopping = true;
            paused = true;
            intake.pause();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for work under way; false when some was still not finished after {@code limit}. */
    boolean drain(Duration limit) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.NANOSECONDS.convert(limit);
            while (accepted > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
            return accepted == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Records taken in and not finished. */
    int accepted() {
        lock.lock();
        try {
            return accepted;
        } finally {
            lock.unlock();
        }
    }
}
