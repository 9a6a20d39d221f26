package io.aftercall.notify;

import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.Waiting;
import io.aftercall.ingest.CallFailed;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.FailedCalls;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TransientFailure;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Posts due reminders, each once. A crash between the post and its record repeats that one reminder once, under the same
 * id: losing it would be worse, and no chat lets a message be posted conditionally.
 */
public final class ReminderSender {
    private static final Logger LOG = LoggerFactory.getLogger(ReminderSender.class);

    private final CallFolder folder;
    private final FailedCalls failures;
    private final ReminderBook book;
    private final Chat chat;
    private final CallIndex index;
    private final ReminderEvents events;
    private final Duration lease;
    private final Clock clock;
    private final Suspects suspects;
    private final ChatPace pace;
    /** Posted by this process and not on record yet, because the call folder went away in between. */
    private final Map<String, ReminderSent> unrecorded = new ConcurrentHashMap<>();

    ReminderSender(
            CallFolder folder,
            ReminderBook book,
            Chat chat,
            CallIndex index,
            ReminderEvents events,
            Duration lease,
            Duration blame,
            Clock clock) {
        this.folder = folder;
        this.failures = new FailedCalls(folder);
        this.book = book;
        this.chat = chat;
        this.index = index;
        this.events = events;
        this.lease = lease;
        this.clock = clock;
        this.suspects = new Suspects(blame, clock);
        // What failed together is due again by the next time, and whichever comes first finds out for all.
        this.pace = new ChatPace(lease);
    }

    /** What became of a reminder that was due; what waits is due again when its lease ends. */
    private enum Outcome {
        SETTLED,
        REFUSED,
        WAITS
    }

    /**
     * Posts what is due now, at the same time so that none waits out another's lease, and no more at once than the chat
     * bears; returns how many were settled. What fails for now is due again when its lease ends.
     *
     * @throws TransientFailure when the book is away
     */
    public int sendDue() {
        int most = pace.most(clock.instant());
        if (most == 0) {
            return 0;
        }
        List<Reminder> due = new ArrayList<>(book.claim(clock.instant(), lease, most));
        // The first through a circuit that is to close decides for all: not always the same one.
        Collections.shuffle(due);
        List<Future<Outcome>> posts = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            due.forEach(reminder -> posts.add(threads.submit(() -> outcome(reminder))));
        }
        int settled = count(posts, Outcome.SETTLED);
        pace.ended(settled, count(posts, Outcome.WAITS), clock.instant());
        return settled;
    }

    private static int count(List<Future<Outcome>> posts, Outcome outcome) {
        return (int) posts.stream().filter(post -> post.resultNow() == outcome).count();
    }

    private Outcome outcome(Reminder reminder) {
        try (var call = MDC.putCloseable("call", reminder.callKey())) {
            return trySend(reminder);
        }
    }

    private Outcome trySend(Reminder reminder) {
        try {
            try {
                send(reminder);
                return Outcome.SETTLED;
            } catch (PermanentFailure e) {
                LOG.error("reminder {} refused: {}", reminder.id(), e.getMessage());
                refused(reminder, String.valueOf(e.getMessage()));
                return Outcome.REFUSED;
            }
        } catch (TransientFailure e) {
            // What is away is said once, by its circuit.
            LOG.debug("reminder {} waits: {}", reminder.id(), e.getMessage());
        } catch (RuntimeException e) {
            // One that we cannot send must not keep us from the others; it is due again with its lease.
            LOG.error("reminder {} could not be sent", reminder.id(), e);
        }
        return Outcome.WAITS;
    }

    private void send(Reminder reminder) {
        Instant begun = clock.instant();
        // It may have been dismissed since it was claimed.
        Optional<ReminderSent> posted = recorded(reminder);
        if (posted.isEmpty()
                && folder.read(reminder.callKey(), ReminderFiles.dismissed(reminder.id()))
                        .isPresent()) {
            // Whoever dismissed it may have been cut short.
            show(CallDocument.reminderSettled(reminder.callKey(), clock.instant()));
            book.dismiss(reminder);
            return;
        }
        ReminderSent record = posted.orElseGet(() -> post(reminder, begun));
        // As of now: it may have been posted long ago, and another process may have tried in vain since.
        show(CallDocument.reminded(record.callKey(), record.reminderId(), record.at())
                .merge(CallDocument.reminderSettled(record.callKey(), clock.instant())));
        events.publish(record);
        // Last, so that a crash before it goes through the steps above again instead of leaving one out.
        book.settle(reminder, record.at());
    }

    private void refused(Reminder reminder, String reason) {
        String event = new String(CallJson.write(reminder), StandardCharsets.UTF_8);
        CallFailed failed = new CallFailed(reminder.callKey(), "remind", reason, clock.instant(), "", event);
        failures.keep(failed);
        events.publish(failed);
        book.giveUp(reminder, reason);
    }

    private Optional<ReminderSent> recorded(Reminder reminder) {
        return folder.read(reminder.callKey(), ReminderFiles.sent(reminder.id()))
                .map(json -> CallJson.read(json, ReminderSent.class));
    }

    private ReminderSent post(Reminder reminder, Instant begun) {
        ReminderSent before = unrecorded.get(reminder.id());
        if (before != null) {
            return record(reminder, before);
        }
        ReminderSent record = new ReminderSent(reminder.callKey(), reminder.id(), clock.instant());
        // A folder that takes nothing would let the same reminder be posted again and again: found out before the post.
        folder.replace(reminder.callKey(), ReminderFiles.posting(reminder.id()), CallJson.write(record));
        try {
            chat.post(reminder);
        } catch (TransientFailure e) {
            String blame = suspects.failed(reminder, e);
            if (blame != null) {
                throw new PermanentFailure(blame, e);
            }
            showWaiting(reminder, e, begun);
            throw e;
        }
        suspects.posted(reminder);
        LOG.info("reminder {} posted", reminder.id());
        unrecorded.put(reminder.id(), record);
        return record(reminder, record);
    }

    /** As of when it was begun: who dismissed the reminder since has the last word. */
    private void showWaiting(Reminder reminder, TransientFailure failure, Instant begun) {
        String reason = String.valueOf(failure.dependency() == null ? failure.getMessage() : failure.dependency());
        Waiting waiting = new Waiting(reason, reminder.dueAt(), null, 1, begun);
        try {
            show(CallDocument.reminderWaits(reminder.callKey(), waiting));
        } catch (RuntimeException e) {
            LOG.warn("that reminder {} waits does not show: {}", reminder.id(), e.getMessage());
        }
    }

    private void show(CallDocument document) {
        index.merge(List.of(document)).forEach((call, refused) -> LOG.error("not shown on the timeline", refused));
    }

    private ReminderSent record(Reminder reminder, ReminderSent record) {
        folder.create(reminder.callKey(), ReminderFiles.sent(reminder.id()), CallJson.write(record));
        unrecorded.remove(reminder.id());
        return record;
    }
}
