package io.aftercall.notify;

import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallAnalyzed;
import io.aftercall.analyze.SeedJson;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.Submissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Plans the follow-up of a judged call: whether there is one, when it is due and what it says. */
public final class Reminders {
    private final CallFolder folder;
    private final ReminderBook book;
    private final PlannedReminders planned;
    private final ReminderText text;
    private final Duration hour;

    Reminders(CallFolder folder, ReminderBook book, PlannedReminders planned, ReminderText text, Duration hour) {
        this.folder = folder;
        this.book = book;
        this.planned = planned;
        this.text = text;
        this.hour = hour;
    }

    /**
     * The call's one reminder, entered in the book; a call judged again keeps the reminder it has. Empty when the call
     * needs none.
     *
     * @throws io.aftercall.ingest.TransientFailure when the call folder or the book is away
     */
    public Optional<Reminder> remind(CallAnalyzed analyzed) {
        if (!analyzed.analysis().needsFollowUp() || isWritten(analyzed.call())) {
            return Optional.empty();
        }
        Reminder reminder = plan(analyzed);
        if (isTooLate(analyzed, reminder)) {
            return planned.stored(reminder.callKey());
        }
        if (folder.create(reminder.callKey(), ReminderFiles.plan(reminder.id()), CallJson.write(reminder))) {
            book.enter(reminder, Instant.EPOCH);
            return Optional.of(reminder);
        }
        // The first plan is the one that counts: what was promised to the chat does not move when the call is judged
        // again. It may have been posted long ago by a book that is lost.
        FollowUp advice = reminder.followUp();
        if (advice != null) {
            return Optional.of(planned.advised(reminder.callKey(), advice));
        }
        planned.restore(reminder.callKey());
        return planned.stored(reminder.callKey());
    }

    /** Where it is not known, when the call was first judged. */
    private static Instant ended(CallAnalyzed analyzed) {
        Instant ended = analyzed.call().timing().end();
        if (ended != null) {
            return ended;
        }
        return analyzed.analysis().earlier().stream()
                .map(CallAnalysis.Earlier::at)
                .findFirst()
                .orElse(analyzed.at());
    }

    /** Whoever hands in what was written in the matter of a ticket asks what should follow, and gets an answer. */
    private static boolean isWritten(Call call) {
        return call.source().equals(Submissions.PRESALE);
    }

    /**
     * A call that is judged again, perhaps after months, reminds nobody of what was to be done long ago. One that waited for its
     * judge, with a verdict only for that time, does.
     */
    private static boolean isTooLate(CallAnalyzed analyzed, Reminder reminder) {
        boolean judgedBefore = analyzed.analysis().earlier().stream()
                .anyMatch(before -> !before.engine().forNow());
        return judgedBefore && reminder.dueAt().isBefore(analyzed.at());
    }

    private Reminder plan(CallAnalyzed analyzed) {
        Call call = analyzed.call();
        Advice advice = Advice.on(analyzed.analysis());
        Instant due = ended(analyzed).plus(hour.multipliedBy(advice.hours()));
        Long ticket = SeedJson.number(call.references().presaleTicketId());
        return new Reminder(
                Reminder.idFor(call.key()),
                call.key(),
                call.managerId(),
                due,
                text.of(call, analyzed.analysis()),
                text.link(call),
                ticket == null ? null : advice.followUp(String.valueOf(ticket), text.language(), analyzed.at()));
    }
}
