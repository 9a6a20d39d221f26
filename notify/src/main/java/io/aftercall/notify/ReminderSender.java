package io.aftercall.notify;

import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.ingest.CallFailed;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TransientFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Posts due reminders, each once. A crash between the post and its record repeats that one reminder once, under the same
 * id: losing it would be worse, and no chat lets a message be posted conditionally.
 */
public final class ReminderSender {
    private static final Logger LOG = LoggerFactory.getLogger(ReminderSender.class);
    private static final int BATCH = 20;

    private final CallFolder folder;
    private final ReminderBook book;
    private final Chat chat;
    private final CallIndex index;
    private final SentReminders sent;
    private final Duration lease;
    private final Clock clock;

    ReminderSender(
            CallFolder folder,
            ReminderBook book,
            Chat chat,
            CallIndex index,
            SentReminders sent,
            Duration lease,
            Clock clock) {
        this.folder = folder;
        this.book = book;
        this.chat = chat;
        this.index = index;
        this.sent = sent;
        this.lease = lease;
        this.clock = clock;
    }

    /**
     * Posts what is due now; returns how many were settled. What fails for now is due again when its lease ends.
     *
     * @throws TransientFailure when the book is away
     */
    public int sendDue() {
        List<Reminder> due = book.claim(clock.instant(), lease, BATCH);
        int settled = 0;
        for (Reminder reminder : due) {
            try (var call = MDC.putCloseable("call", reminder.callKey())) {
                send(reminder);
                settled++;
            } catch (TransientFailure e) {
                LOG.atWarn()
                        .addKeyValue("call", reminder.callKey())
                        .log("reminder {} waits: {}", reminder.id(), e.getMessage());
            } catch (PermanentFailure e) {
                LOG.atError()
                        .addKeyValue("call", reminder.callKey())
                        .log("reminder {} refused: {}", reminder.id(), e.getMessage());
                refused(reminder, String.valueOf(e.getMessage()));
            }
        }
        return settled;
    }

    private void send(Reminder reminder) {
        ReminderSent record = recorded(reminder).orElseGet(() -> post(reminder));
        show(CallDocument.reminded(record.callKey(), record.reminderId(), record.at()));
        sent.publish(record);
        // Last, so that a crash before it goes through the steps above again instead of leaving one out.
        book.settle(reminder, record.at());
    }

    private void refused(Reminder reminder, String reason) {
        CallFailed failed = new CallFailed(reminder.callKey(), "remind", reason, clock.instant(), "", "");
        show(CallDocument.of(failed));
        book.giveUp(reminder, reason);
    }

    private void show(CallDocument entry) {
        index.merge(List.of(entry))
                .forEach((call, refused) -> LOG.error("not shown on the timeline of {}", call, refused));
    }

    private Optional<ReminderSent> recorded(Reminder reminder) {
        return folder.read(reminder.callKey(), ReminderFiles.sent(reminder))
                .map(json -> CallJson.read(json, ReminderSent.class));
    }

    private ReminderSent post(Reminder reminder) {
        chat.post(reminder);
        ReminderSent record = new ReminderSent(reminder.callKey(), reminder.id(), clock.instant());
        folder.create(reminder.callKey(), ReminderFiles.sent(reminder), CallJson.write(record));
        LOG.info("reminder {} posted", reminder.id());
        return record;
    }
}
