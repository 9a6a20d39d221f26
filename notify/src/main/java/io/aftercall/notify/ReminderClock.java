package io.aftercall.notify;

import io.aftercall.ingest.TransientFailure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Rings at every poll: due reminders are sent, for as long as the service runs. */
final class ReminderClock implements SmartLifecycle {
    /** For a service without a chat. */
    static final ReminderClock STOPPED = new ReminderClock(null, Duration.ZERO);

    private static final Logger LOG = LoggerFactory.getLogger(ReminderClock.class);

    private final @Nullable ReminderSender sender;
    private final Duration poll;
    private volatile CountDownLatch stopping = new CountDownLatch(1);
    private @Nullable Thread thread;

    ReminderClock(@Nullable ReminderSender sender, Duration poll) {
        this.sender = sender;
        this.poll = poll;
    }

    @Override
    public void start() {
        if (sender != null) {
            ReminderSender each = sender;
            stopping = new CountDownLatch(1);
            thread = Thread.ofVirtual().name("reminders").start(() -> ring(each));
        }
    }

    private void ring(ReminderSender each) {
        boolean away = false;
        do {
            try {
                each.sendDue();
                away = false;
            } catch (TransientFailure e) {
                if (!away) {
                    LOG.warn("due reminders wait: {}", e.getMessage());
                }
                away = true;
            } catch (RuntimeException e) {
                LOG.error("reminders could not be sent and are tried again", e);
            }
        } while (!stoppedWithin(poll));
    }

    private boolean stoppedWithin(Duration pause) {
        try {
            return stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void stop() {
        // No interrupt: a post under way is finished and recorded, or it would be repeated.
        stopping.countDown();
        if (thread != null) {
            try {
                thread.join(Duration.ofSeconds(20));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            thread = null;
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
