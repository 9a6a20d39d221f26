package io.aftercall.ingest;

import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** What work that was done beside other work came to. */
public final class Futures {
    private Futures() {}

    /**
     * The result of work that has ended, or what it threw.
     *
     * @throws TransientFailure when it was interrupted or never begun
     */
    public static <T> T result(Future<T> ended) {
        if (ended.state() == Future.State.SUCCESS) {
            return ended.resultNow();
        }
        if (ended.state() != Future.State.FAILED) {
            throw interrupted(null);
        }
        switch (ended.exceptionNow()) {
            case InterruptedException interruption -> throw interrupted(interruption);
            case RuntimeException failure -> throw failure;
            case Error error -> throw error;
            case Throwable other -> throw new IllegalStateException(other);
        }
    }

    private static TransientFailure interrupted(@Nullable InterruptedException interruption) {
        return TransientFailure.outage("work that was done beside other work was interrupted", interruption);
    }
}
