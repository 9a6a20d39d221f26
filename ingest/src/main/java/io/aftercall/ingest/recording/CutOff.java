package io.aftercall.ingest.recording;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends a request when its time is up, from the first byte sent to the last one read: a client's own limits begin again with every
 * byte of a host that trickles.
 */
final class CutOff {
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final Duration limit;
    private final ScheduledFuture<?> end;
    private volatile boolean over;

    /** @param cancel whatever reads meanwhile fails then */
    CutOff(Duration limit, Runnable cancel) {
        this.limit = limit;
        this.end = TIMER.schedule(
                () -> {
                    over = true;
                    cancel.run();
                },
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("recording-limit").factory());
        // What was read in time is not held on to until its time would have been up.
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** What a failure was in truth. */
    IOException reason(Exception e) {
        if (over) {
            return new IOException("not there after %s s".formatted(limit.toMillis() / 1000.0), e);
        }
        return e instanceof IOException io ? io : new IOException(e);
    }

    void inTime() {
        end.cancel(false);
    }

    /** The body; closing it ends the watch. */
    InputStream of(InputStream body) {
        return new FilterInputStream(body) {
            @Override
            public int read() throws IOException {
                try {
                    return in.read();
                } catch (IOException | RuntimeException e) {
                    throw reason(e);
                }
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                try {
                    return in.read(bytes, offset, length);
                } catch (IOException | RuntimeException e) {
                    throw reason(e);
                }
            }

            @Override
            public void close() throws IOException {
                inTime();
                in.close();
            }
        };
    }
}
