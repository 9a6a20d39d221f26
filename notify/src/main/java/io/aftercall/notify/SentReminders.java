package io.aftercall.notify;

/** Where {@link ReminderSent} goes; throws {@link io.aftercall.ingest.TransientFailure} when it could not be made safe. */
@FunctionalInterface
public interface SentReminders {
    void publish(ReminderSent sent);
}
