package io.aftercall.notify;

import io.aftercall.ingest.CallFailed;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.FailedCalls;
import io.aftercall.ingest.RecordedCalls;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The reminders as the call folders have them, and the way from there into the {@link ReminderBook}: a reminder that was
 * posted is never entered as one to come.
 */
public final class PlannedReminders {
    private final CallFolder folder;
    private final FailedCalls failures;
    private final ReminderBook book;
    private final Duration lease;
    private final Clock clock;

    PlannedReminders(CallFolder folder, ReminderBook book, Duration lease, Clock clock) {
        this.folder = folder;
        this.failures = new FailedCalls(folder);
        this.book = book;
        this.lease = lease;
        this.clock = clock;
    }

    /** The call's reminder as it was planned, with the follow-up that was advised since, where one was. */
    public Optional<Reminder> stored(String callKey) {
        return plan(callKey).map(plan -> folder.read(callKey, ReminderFiles.followUp(plan.id()))
                .map(json -> plan.with(CallJson.read(json, FollowUp.class)))
                .orElse(plan));
    }

    private Optional<Reminder> plan(String callKey) {
        return folder.read(callKey, ReminderFiles.plan(Reminder.idFor(callKey)))
                .map(json -> CallJson.read(json, Reminder.class));
    }

    /**
     * The call's reminder, which has been planned, in the book with its follow-up: with this one where it was planned
     * without, because the call belonged to no ticket then, and in the matter of this one's ticket where the call belonged to
     * another.
     */
    Reminder advised(String callKey, FollowUp followUp) {
        Reminder known = stored(callKey).orElseThrow();
        String file = ReminderFiles.followUp(known.id());
        if (known.followUp() == null && !folder.create(callKey, file, CallJson.write(followUp))) {
            known = stored(callKey).orElseThrow();
        }
        FollowUp first = Objects.requireNonNullElse(known.followUp(), followUp);
        FollowUp now = first;
        if (!first.ticketId().equals(followUp.ticketId())) {
            // Who asks may know of an older state of the call than its folder does.
            now = first.of(ticket(callKey).orElse(followUp.ticketId()));
            folder.replace(callKey, file, CallJson.write(now));
        }
        Reminder advised = known.with(now);
        restore(callKey);
        book.advise(advised);
        return advised;
    }

    private Optional<String> ticket(String callKey) {
        List<CallHungUp> facts = new RecordedCalls(folder).facts(callKey);
        return facts.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(RecordedCalls.joined(facts).references().presaleTicketId());
    }

    /** That the call's reminder was posted. */
    public Optional<ReminderSent> sent(String callKey) {
        return folder.read(callKey, ReminderFiles.sent(Reminder.idFor(callKey)))
                .map(json -> CallJson.read(json, ReminderSent.class));
    }

    /** What became of the call's reminder, which has one. */
    FollowUp.Status status(String callKey) {
        if (sent(callKey).isPresent()) {
            return FollowUp.Status.COMPLETED;
        }
        return isDismissed(callKey) ? FollowUp.Status.DISMISSED : FollowUp.Status.PENDING;
    }

    /** Keeps that the reminder is not to be posted, unless it was posted before; the book is not told. */
    FollowUp.Status dismiss(Reminder reminder) {
        FollowUp.Status before = status(reminder.callKey());
        if (before == FollowUp.Status.COMPLETED) {
            return before;
        }
        byte[] fact = CallJson.write(Map.of("id", reminder.id(), "at", clock.instant()));
        folder.create(reminder.callKey(), ReminderFiles.dismissed(reminder.id()), fact);
        return FollowUp.Status.DISMISSED;
    }

    private boolean isDismissed(String callKey) {
        return folder.read(callKey, ReminderFiles.dismissed(Reminder.idFor(callKey)))
                .isPresent();
    }

    /** Empties the book, to be filled again by {@link #restore}. */
    public void clearBook() {
        book.clear();
    }

    /**
     * Enters the call's reminder, if it has one, with what became of it. One that is still to come rests for a lease first:
     * whoever had claimed it before the book was lost may be about to post it.
     */
    public void restore(String callKey) {
        stored(callKey).ifPresent(reminder -> {
            Optional<ReminderSent> sent = sent(callKey);
            if (sent.isPresent()) {
                book.settle(reminder, sent.get().at());
                return;
            }
            Optional<CallFailed> refusal = refusal(callKey);
            if (isDismissed(callKey)) {
                book.dismiss(reminder);
            } else if (refusal.isPresent()) {
                book.enterRefused(reminder, refusal.get().reason());
            } else {
                book.enter(reminder, clock.instant().plus(lease));
            }
        });
    }

    /** A reminder that the chat refused is due again; false when the call has none or it was posted or dismissed. */
    public boolean reopen(String callKey) {
        Optional<Reminder> reminder = stored(callKey);
        if (reminder.isEmpty() || status(callKey) != FollowUp.Status.PENDING) {
            return false;
        }
        book.reopen(reminder.get());
        return true;
    }

    /** A refusal names no topic, because no event failed; a person may have had it sent again since. */
    private Optional<CallFailed> refusal(String callKey) {
        return failures.stored(callKey).stream()
                .filter(failed ->
                        failed.stage().equals("remind") && failed.topic().isEmpty())
                .filter(failed -> failed.replayedAt() == null)
                .findFirst();
    }
}
