package io.aftercall.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The reminders to come and who is about to post them. What was planned and what was posted is also kept in the call
 * folder; only the claims live nowhere else. Every method throws {@link io.aftercall.ingest.TransientFailure} when the
 * book is away.
 */
public interface ReminderBook {
    /** Enters a reminder; does nothing when it is there already, whatever its state. */
    void enter(Reminder reminder);

    /**
     * Reminders due at {@code now} that nobody else has claimed; they are claimed for {@code lease}, after which, should
     * they not be settled by then, they are due again.
     */
    List<Reminder> claim(Instant now, Duration lease, int most);

    /** The reminder has been posted and is never due again. */
    void settle(Reminder reminder, Instant sentAt);

    /** The chat refuses the reminder: it is never due again and says why. */
    void giveUp(Reminder reminder, String reason);
}
