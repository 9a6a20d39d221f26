package io.aftercall.infra.line;

import io.aftercall.ingest.TransientFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Has {@link StuckCalls} look again and again for as long as the service runs; an outage is said once. */
final class StuckWatch implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(StuckWatch.class);

    private final StuckCalls calls;
    private final Duration pause;
    private volatile @Nullable Thread thread;

    StuckWatch(StuckCalls calls, Duration pause) {
        this.calls = calls;
        this.pause = pause;
    }

    @Override
    public void start() {
        thread = Thread.ofVirtual().name("stuck-calls").start(this::watch);
    }

    private void watch() {
        boolean away = false;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(pause);
                try {
                    calls.look();
                    away = false;
                } catch (TransientFailure e) {
                    if (!away && !Thread.currentThread().isInterrupted()) {
                        LOG.warn("stuck calls cannot be looked for now: {}", e.getMessage());
                    }
                    away = true;
                } catch (RuntimeException e) {
                    LOG.error("looking for stuck calls failed and is tried again", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** With an interrupt: whatever a look leaves undone, the next one finds. */
    @Override
    public void stop() {
        Thread watching = thread;
        if (watching != null) {
            watching.interrupt();
            try {
                watching.join(Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
