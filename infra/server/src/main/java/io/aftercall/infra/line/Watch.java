package io.aftercall.infra.line;

import io.aftercall.ingest.TransientFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Looks at something again and again for as long as the service runs; it stops before the consumers do. */
final class Watch implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final String name;
    private final Duration pause;
    private final Look look;
    private volatile @Nullable Thread thread;

    /** One look; what it leaves undone the next one finds. */
    @FunctionalInterface
    interface Look {
        void look() throws InterruptedException;
    }

    /**
     * @param name of what is looked for, for the log
     * @param pause before each look
     */
    Watch(String name, Duration pause, Look look) {
        this.name = name;
        this.pause = pause;
        this.look = look;
    }

    @Override
    public void start() {
        thread = Thread.ofVirtual().name(name).start(this::watch);
    }

    private void watch() {
        boolean away = false;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(pause);
                try {
                    look.look();
                    away = false;
                } catch (TransientFailure e) {
                    // An outage is said once.
                    if (!away && !Thread.currentThread().isInterrupted()) {
                        LOG.warn("{} cannot be looked for now: {}", name, e.getMessage());
                    }
                    away = true;
                } catch (RuntimeException e) {
                    LOG.error("looking for {} failed and is tried again", name, e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** With an interrupt. */
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
