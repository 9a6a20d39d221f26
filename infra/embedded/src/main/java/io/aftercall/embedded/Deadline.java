package io.aftercall.embedded;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.Supplier;

/** A moment until which something is asked for again and again. */
record Deadline(long nanoTime) {
    private static final Duration PAUSE = Duration.ofMillis(25);

    static Deadline in(Duration wait) {
        return new Deadline(System.nanoTime() + wait.toNanos());
    }

    /** Sleeps a little, or throws what {@code failure} makes once the moment has passed. */
    void pauseOr(Supplier<? extends IOException> failure) throws IOException {
        if (System.nanoTime() - nanoTime >= 0) {
            throw failure.get();
        }
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for another process");
        }
    }
}
