package io.aftercall.notify;

import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.CallRow;
import io.aftercall.analyze.Reviewed;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallJson;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reminders as people ask for them: advised on a judged call or communication of a ticket, listed, dismissed. There is one
 * for a call; where the line has planned it already, that is the one.
 */
public final class FollowUps {
    private static final Logger LOG = LoggerFactory.getLogger(FollowUps.class);
    private static final List<String> LANGUAGES = List.of("en", "ru", "zh");

    private final CallFolder folder;
    private final ReminderBook book;
    private final PlannedReminders planned;
    private final CallIndex index;
    private final ReminderText text;
    private final Duration hour;
    private final Clock clock;

    FollowUps(
            CallFolder folder,
            ReminderBook book,
            PlannedReminders planned,
            CallIndex index,
            ReminderText text,
            Duration hour,
            Clock clock) {
        this.folder = folder;
        this.book = book;
        this.planned = planned;
        this.index = index;
        this.text = text;
        this.hour = hour;
        this.clock = clock;
    }

    /** A reminder that has a follow-up, and what became of it. */
    public record Entry(Reminder reminder, FollowUp followUp, FollowUp.Status status) {
        /** What came of dismissing it, in its language. */
        public String dismissal() {
            return ReminderText.words(Locale.of(followUp.language()))
                    .getString(status == FollowUp.Status.DISMISSED ? "dismissed" : "sentBefore");
        }
    }

    /** The first of those found, newest first, and how many there are in all. */
    public record Found(long total, List<Entry> entries) {
        public Found {
            entries = List.copyOf(entries);
        }
    }

    /** The reminder of a judged call that belongs to {@code ticketId}; the same however often it is asked for. */
    public Entry recommend(CallDocument judged, String ticketId) {
        Call call = judged.call().orElseThrow();
        CallAnalysis analysis = judged.reviewed().map(Reviewed::corrected).orElseThrow();
        String language = CallRow.of(judged).language();
        Advice advice = Advice.on(analysis);
        Instant now = clock.instant();
        String known = language != null && LANGUAGES.contains(language) ? language : "en";
        FollowUp followUp = advice.followUp(ticketId, known, now);
        Reminder fresh = new Reminder(
                Reminder.idFor(call.key()),
                call.key(),
                call.managerId(),
                now.plus(hour.multipliedBy(advice.hours())),
                text.of(call, analysis),
                text.link(call),
                followUp);
        if (folder.create(call.key(), ReminderFiles.plan(fresh.id()), CallJson.write(fresh))) {
            book.enter(fresh, Instant.EPOCH);
            return new Entry(fresh, followUp, FollowUp.Status.PENDING);
        }
        Reminder first = planned.advised(call.key(), followUp);
        return new Entry(first, Objects.requireNonNull(first.followUp()), planned.status(call.key()));
    }

    /** Those with a follow-up, the newest first; what was entered before is among them. */
    public Found find(FollowUp.@Nullable Status status, FollowUp.@Nullable Priority priority, int most) {
        return book.find(status, priority, most);
    }

    /** The call's reminder is not posted any more; what became of it, which is another thing when it was posted before. */
    public Optional<Entry> dismiss(String callKey) {
        return planned.stored(callKey).flatMap(reminder -> Optional.ofNullable(reminder.followUp())
                .map(followUp -> new Entry(reminder, followUp, dismiss(reminder))));
    }

    /** The book lets go of it last: until then the sender comes by and does what was left. */
    private FollowUp.Status dismiss(Reminder reminder) {
        FollowUp.Status status = planned.dismiss(reminder);
        if (status == FollowUp.Status.DISMISSED) {
            // It may show as one that waits for the chat.
            index.merge(List.of(CallDocument.reminderSettled(reminder.callKey(), clock.instant())))
                    .forEach((call, refused) -> LOG.error("not shown on the timeline", refused));
            book.dismiss(reminder);
        }
        return status;
    }
}
