package io.aftercall.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reminders to come and who is about to post them. What was planned and what was posted is also kept in the call
 * folder; only the claims live nowhere else. Every method throws {@link io.aftercall.ingest.TransientFailure} when the
 * book is away.
 */
public interface ReminderBook {
    /**
     * Enters a reminder that is to come; does nothing when it is there already, whatever its state.
     *
     * @param notBefore until then nobody can claim it, even when it is due
     */
    void enter(Reminder reminder, Instant notBefore);

    /** Enters a reminder that the chat refused; does nothing when it is there already, whatever its state. */
    void enterRefused(Reminder reminder, String reason);

    /**
     * Reminders due at {@code now} that nobody else has claimed; they are claimed for {@code lease}, after which, should
     * they not be settled by then, they are due again. First those that were never claimed or longest ago, so that some that
     * cannot be posted do not keep the others from their turn.
     */
    List<Reminder> claim(Instant now, Duration lease, int most);

    /** The reminder has been posted and is never due again, whether or not it was in the book. */
    void settle(Reminder reminder, Instant sentAt);

    /** The chat refuses the reminder: it is never due again and says why. */
    void giveUp(Reminder reminder, String reason);

    /** The reminder is never due again, because somebody wants it so; does nothing to one that was posted. */
    void dismiss(Reminder reminder);

    /** Gives a reminder that is in the book this follow-up, whatever became of it, and whatever it was entered with. */
    void advise(Reminder reminder);

    /** Those with a follow-up, the newest first, with all that was entered before. */
    FollowUps.Found find(FollowUp.@Nullable Status status, FollowUp.@Nullable Priority priority, int most);

    /** Has a reminder that the chat refused claimed again; does nothing to one in any other state. */
    void reopen(Reminder reminder);

    /** Forgets all reminders. */
    void clear();
}
