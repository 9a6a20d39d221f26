package io.aftercall.infra.line;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Time that passes only while everybody rests, and then at once to the moment when the first of them wakes. */
final class SimulatedTime extends Clock {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition passed = lock.newCondition();
    private final PriorityQueue<Instant> wakes = new PriorityQueue<>();
    private Instant now;
    private int living;
    private int awake;

    SimulatedTime(Instant start) {
        this.now = start;
    }

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
            passed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void rest(Duration duration) throws InterruptedException {
        lock.lock();
        try {
            Instant until = now.plus(duration);
            wakes.add(until);
            awake--;
            passIfAllRest();
            while (now.isBefore(until)) {
                passed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void passIfAllRest() {
        if (awake == 0 && !wakes.isEmpty()) {
            now = wakes.peek();
            while (!wakes.isEmpty() && !wakes.peek().isAfter(now)) {
                wakes.poll();
                awake++;
            }
            passed.signalAll();
        }
    }

    /** Returns when everything that was begun has ended. */
    void awaitTheEnd() throws InterruptedException {
        lock.lock();
        try {
            while (living > 0) {
                passed.await();
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
