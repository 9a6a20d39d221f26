package io.aftercall.infra.line;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Time that passes only while everybody rests, and then at once to the moment when the first of them wakes. */
final class SimulatedTime extends Clock {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final PriorityQueue<Sleeper> sleepers = new PriorityQueue<>(Comparator.comparing(Sleeper::until));
    private Instant now;
    private int living;
    private int awake;

    SimulatedTime(Instant start) {
        this.now = start;
    }

    /** Each has a condition of its own: else every step of the clock would wake all. */
    private record Sleeper(Instant until, Condition passed) {}

    /** Begins something that takes simulated time; may be called by what has been begun. */
    void begin(Work work) {
        lock.lock();
        try {
            living++;
            awake++;
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().start(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                end();
            }
        });
    }

    @FunctionalInterface
    interface Work {
        void run() throws InterruptedException;
    }

    private void end() {
        lock.lock();
        try {
            living--;
            awake--;
            passIfAllRest();
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void rest(Duration duration) throws InterruptedException {
        lock.lock();
        try {
            Sleeper sleeper = new Sleeper(now.plus(duration), lock.newCondition());
            sleepers.add(sleeper);
            awake--;
            passIfAllRest();
            while (now.isBefore(sleeper.until())) {
                sleeper.passed().await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void passIfAllRest() {
        if (awake == 0 && !sleepers.isEmpty()) {
            now = sleepers.element().until();
            while (!sleepers.isEmpty() && !sleepers.element().until().isAfter(now)) {
                sleepers.remove().passed().signal();
                awake++;
            }
        }
    }

    /** Returns when everything that was begun has ended. */
    void awaitTheEnd() throws InterruptedException {
        lock.lock();
        try {
            while (living > 0) {
                ended.await();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Instant instant() {
        lock.lock();
        try {
            return now;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
