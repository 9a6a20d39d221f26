package io.aftercall.ingest.recording;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A body that is closed when its time is up: a client's own limits begin again with every byte of a host that trickles. */
final class CutOff extends FilterInputStream {
    private static final Logger LOG = LoggerFactory.getLogger(CutOff.class);
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final ScheduledFuture<?> end;
    private final Duration limit;
    private volatile boolean over;

    interface Closing {
        void close() throws IOException;
    }

    CutOff(InputStream body, Closing closing, Duration limit) {
        super(body);
        this.limit = limit;
        this.end = TIMER.schedule(() -> end(closing), limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("recording-limit").factory());
        // What was read in time is not held on to until its time would have been up.
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    private void end(Closing closing) {
        over = true;
        try {
            closing.close();
        } catch (IOException e) {
            LOG.debug("connection of a recording did not close", e);
        }
    }

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

    private IOException reason(Exception e) {
        if (over) {
            return new IOException("not there after " + limit.toSeconds() + " s", e);
        }
        return e instanceof IOException io ? io : new IOException(e);
    }

    @Override
    public void close() throws IOException {
        end.cancel(false);
        super.close();
    }
}
