package io.aftercall.notify;

import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallAnalyzed;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Plans the follow-up of a judged call: whether there is one, when it is due and what it says. */
public final class Reminders {
    private static final int HIGH_CHURN_HOURS = 2;
    private static final int INTERESTED_HOURS = 24;

    private final CallFolder folder;
    private final ReminderBook book;
    private final ReminderText text;
    private final Duration hour;

    Reminders(CallFolder folder, ReminderBook book, ReminderText text, Duration hour) {
        this.folder = folder;
        this.book = book;
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
        if (!analyzed.analysis().needsFollowUp()) {
            return Optional.empty();
        }
        Reminder reminder = kept(plan(analyzed));
        book.enter(reminder);
        return Optional.of(reminder);
    }

    private Reminder plan(CallAnalyzed analyzed) {
        Call call = analyzed.call();
        Instant ended =
                call.timing().endedAt() == null ? analyzed.at() : call.timing().endedAt();
        Instant due = ended.plus(hour.multipliedBy(hours(analyzed.analysis())));
        return new Reminder(
                Reminder.idFor(call.key()),
                call.key(),
                call.managerId(),
                due,
                text.of(call, analyzed.analysis()),
                text.link(call));
    }

    private static int hours(CallAnalysis analysis) {
        CallAnalysis.NextStep next = analysis.nextStep();
        boolean leaving = analysis.churn() != null && analysis.churn().high();
        int agreed = next == null ? INTERESTED_HOURS : next.dueInHours();
        return leaving ? Math.min(agreed, HIGH_CHURN_HOURS) : agreed;
    }

    /** The first plan is the one that counts: what was promised to the chat does not move when the call is judged again. */
    private Reminder kept(Reminder planned) {
        String name = ReminderFiles.plan(planned);
        if (folder.create(planned.callKey(), name, CallJson.write(planned))) {
            return planned;
        }
        return folder.read(planned.callKey(), name)
                .map(json -> CallJson.read(json, Reminder.class))
                .orElse(planned);
    }
}
