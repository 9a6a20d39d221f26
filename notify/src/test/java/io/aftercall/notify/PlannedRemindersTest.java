package io.aftercall.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.ingest.CallFailed;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.FailedCalls;
import io.aftercall.ingest.MemoryCallFolder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlannedRemindersTest {
    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final String CALL = "generic-1";
    private static final Reminder REMINDER =
            new Reminder(Reminder.idFor(CALL), CALL, "m-42", NOW, "call back", "http://127.0.0.1:8000/calls/generic-1");
    private static final CallFailed REFUSAL = new CallFailed(CALL, "remind", "archived", NOW, "", "{}");

    private final MemoryCallFolder folder = new MemoryCallFolder();
    private final FailedCalls failures = new FailedCalls(folder);
    private final MemoryReminderBook book = new MemoryReminderBook();
    private final PlannedReminders planned =
            new PlannedReminders(folder, book, LEASE, Clock.fixed(NOW, ZoneOffset.UTC));

    @BeforeEach
    void plan() {
        folder.create(CALL, ReminderFiles.plan(REMINDER.id()), CallJson.write(REMINDER));
    }

    @Test
    void restoresAReminderToComeAndLetsItRestForALease() {
        planned.restore(CALL);

        assertThat(claimed(NOW.plusSeconds(29))).isEmpty();
        assertThat(claimed(NOW.plusSeconds(30))).containsExactly(REMINDER);
    }

    @Test
    void restoresAPostedReminderAsPosted() {
        folder.create(
                CALL, ReminderFiles.sent(REMINDER.id()), CallJson.write(new ReminderSent(CALL, REMINDER.id(), NOW)));
        failures.keep(REFUSAL);

        planned.restore(CALL);

        assertThat(planned.reopen(CALL)).isFalse();
        assertThat(claimed(NOW.plusSeconds(3_600))).isEmpty();
    }

    @Test
    void restoresARefusedReminderAsRefusedUntilItIsReopened() {
        failures.keep(REFUSAL);
        planned.restore(CALL);
        assertThat(claimed(NOW.plusSeconds(3_600))).isEmpty();

        assertThat(planned.reopen(CALL)).isTrue();

        assertThat(claimed(NOW)).containsExactly(REMINDER);
    }

    @Test
    void restoresARefusedReminderThatWasSentAgainAsOneToCome() {
        failures.keep(REFUSAL.replayed(NOW));

        planned.restore(CALL);

        assertThat(claimed(NOW.plusSeconds(30))).containsExactly(REMINDER);
    }

    @Test
    void hasNothingToRestoreForACallWithoutAReminder() {
        planned.restore("generic-2");

        assertThat(planned.reopen("generic-2")).isFalse();
        assertThat(claimed(NOW.plusSeconds(3_600))).isEmpty();
    }

    private List<Reminder> claimed(Instant now) {
        return book.claim(now, LEASE, 10);
    }
}
