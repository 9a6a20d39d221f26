package io.aftercall.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallState;
import io.aftercall.analyze.MemoryCallIndex;
import io.aftercall.analyze.TimelineEntry;
import io.aftercall.ingest.MemoryCallFolder;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TransientFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReminderSenderTest {
    private static final Instant DUE = Instant.parse("2026-03-02T10:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Reminder REMINDER =
            new Reminder("rem-1", "generic-1", "m-42", DUE, "call back", "http://127.0.0.1:8000/calls/generic-1");

    private final MemoryCallFolder folder = new MemoryCallFolder();
    private final MemoryReminderBook book = new MemoryReminderBook();
    private final MemoryCallIndex index = new MemoryCallIndex();
    private final List<Reminder> posted = new ArrayList<>();
    private final List<ReminderSent> published = new ArrayList<>();
    private RuntimeException chatFault;
    private RuntimeException publishFault;
    private Instant now = DUE;

    @BeforeEach
    void planOne() {
        book.enter(REMINDER);
    }

    @Test
    void postsADueReminderOnceAndTellsTheCallsTimeline() {
        assertThat(sender().sendDue()).isEqualTo(1);
        later(Duration.ofHours(1));
        assertThat(sender().sendDue()).isZero();

        assertThat(posted).containsExactly(REMINDER);
        assertThat(published).containsExactly(new ReminderSent("generic-1", "rem-1", DUE));
        assertThat(index.find("generic-1").flatMap(call -> call.reachedAt(CallState.REMINDED)))
                .contains(DUE);
    }

    @Test
    void postsNothingBeforeItsHour() {
        now = DUE.minusSeconds(1);

        assertThat(sender().sendDue()).isZero();
        assertThat(posted).isEmpty();
    }

    @Test
    void postsAgainWhenTheChatWasAway() {
        chatFault = TransientFailure.outage("chat away", null);
        assertThat(sender().sendDue()).isZero();
        chatFault = null;

        later(LEASE.plusSeconds(1));
        assertThat(sender().sendDue()).isEqualTo(1);
        assertThat(posted).hasSize(1);
    }

    @Test
    void doesNotPostAgainWhatIsOnRecordAsPosted() {
        publishFault = TransientFailure.outage("Kafka away", null);
        assertThat(sender().sendDue())
                .as("posted and recorded, but not published")
                .isZero();
        publishFault = null;

        later(LEASE.plusSeconds(1));
        assertThat(sender().sendDue()).isEqualTo(1);

        assertThat(posted).hasSize(1);
        assertThat(published).containsExactly(new ReminderSent("generic-1", "rem-1", DUE));
    }

    @Test
    void showsOnTheTimelineThatTheChatRefused() {
        chatFault = new PermanentFailure("chat at chat.example.com answered HTTP 410");
        assertThat(sender().sendDue()).isZero();
        chatFault = null;

        later(Duration.ofHours(1));
        assertThat(sender().sendDue()).isZero();
        assertThat(index.find("generic-1").flatMap(CallDocument::lastFailure).map(TimelineEntry::reason))
                .contains("chat at chat.example.com answered HTTP 410");
    }

    @Test
    void keepsOneReminderFromHoldingUpTheOthers() {
        book.enter(new Reminder("rem-0", "generic-0", null, DUE.minusSeconds(5), "first", "http://h/0"));
        chatFault = TransientFailure.outage("away for the first", null);

        assertThat(sender().sendDue()).isZero();
        chatFault = null;
        later(LEASE.plusSeconds(1));

        assertThat(sender().sendDue()).isEqualTo(2);
    }

    private void later(Duration duration) {
        now = now.plus(duration);
    }

    private ReminderSender sender() {
        Chat chat = reminder -> {
            if (chatFault != null) {
                throw chatFault;
            }
            posted.add(reminder);
        };
        SentReminders sent = event -> {
            if (publishFault != null) {
                throw publishFault;
            }
            published.add(event);
        };
        return new ReminderSender(folder, book, chat, index, sent, LEASE, clock());
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }
}
