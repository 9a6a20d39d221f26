package io.aftercall.infra.line;

import io.aftercall.ingest.TransientFailure;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How often and with which pauses a step outside the stages is tried while a dependency is away, before it is given up. */
public record Patience(int attempts, Duration pause) {
    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

    /** Five of a dependency being away; then a person should know. */
    public static final Patience MINUTES = new Patience(100, Duration.ofSeconds(3));

    /**
     * @param who waits, for the log
     * @throws TransientFailure the last one
     * @throws IllegalStateException when interrupted
     */
    public <T> T trying(String who, Supplier<T> step) {
        for (int attempt = 1; ; attempt++) {
            try {
                return step.get();
            } catch (TransientFailure e) {
                if (attempt >= attempts) {
                    throw e;
                }
                LOG.warn("{}: waits: {}", who, e.getMessage());
                rest();
            }
        }
    }

    private void rest() {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the service is stopping", e);
        }
    }
}
