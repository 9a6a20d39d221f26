package io.aftercall.infra.line;

import java.time.Duration;
import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Starts a consumer again that has ended by itself, as one does that was refused or met an error it has no answer to.
 * Without it a stage would stand still until somebody restarts the service.
 */
final class ConsumerWatch implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerWatch.class);

    private final Supplier<? extends Collection<? extends MessageListenerContainer>> consumers;
    private final Duration pause;
    private volatile @Nullable Thread thread;

    ConsumerWatch(Supplier<? extends Collection<? extends MessageListenerContainer>> consumers, Duration pause) {
        this.consumers = consumers;
        this.pause = pause;
    }

    @Override
    public void start() {
        thread = Thread.ofVirtual().name("consumers").start(this::watch);
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(pause);
                consumers.get().stream()
                        .filter(consumer -> !consumer.isInExpectedState())
                        .forEach(ConsumerWatch::startAgain);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void startAgain(MessageListenerContainer consumer) {
        LOG.error("the consumer of {} has ended by itself and is started again", consumer.getGroupId());
        try {
            consumer.start();
        } catch (RuntimeException e) {
            LOG.error("the consumer of {} does not start; tried again", consumer.getGroupId(), e);
        }
    }

    /** Before the consumers stop, which is then what is wanted of them. */
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
