package io.aftercall.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.context.SmartLifecycle;

/** Holds everything else in the context back until the embedded twins are there. */
final class TwinsReady implements SmartLifecycle {
    private final EmbeddedTwins twins;
    private volatile boolean running;

    TwinsReady(EmbeddedTwins twins) {
        this.twins = twins;
    }

    @Override
    public void start() {
        try {
            twins.awaitReady();
            running = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }
}
