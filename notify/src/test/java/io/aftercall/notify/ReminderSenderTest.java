package io.aftercall.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.analyze.Analyses;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallState;
import io.aftercall.analyze.MemoryCallIndex;
import io.aftercall.analyze.Stage;
import io.aftercall.analyze.Waiting;
import io.aftercall.ingest.CallFailed;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.FailedCalls;
import io.aftercall.ingest.MemoryCallFolder;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TransientFailure;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReminderSenderTest {
    private static final Instant DUE = Instant.parse("2026-03-02T10:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration BLAME = Duration.ofMinutes(30);
    private static final Reminder REMINDER =
            new Reminder("rem-1", "generic-1", "m-42", DUE, "call back", "http://127.0.0.1:8000/calls/generic-1");

    private final MemoryCallFolder folder = new MemoryCallFolder();
    private final MemoryReminderBook book = new MemoryReminderBook();
    private final MemoryCallIndex index = new MemoryCallIndex();
    private final List<Reminder> posted = Collections.synchronizedList(new ArrayList<>());
    private final List<ReminderSent> published = Collections.synchronizedList(new ArrayList<>());
    private final List<CallFailed> failures = new ArrayList<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private RuntimeException chatFault;
    /** Null: of every reminder. */
    private String faultOf;

    private RuntimeException publishFault;
    private Instant now = DUE;

    @BeforeEach
    void planOne() {
        book.enter(REMINDER, Instant.EPOCH);
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
    void doesNotPostWhatWasDismissedAfterItWasClaimed() {
        chatFault = TransientFailure.outage("chat away", null);
        sender().sendDue();
        chatFault = null;
        assertThat(index.find(REMINDER.callKey()).flatMap(CallDocument::waiting))
                .isPresent();
        folder.create(REMINDER.callKey(), ReminderFiles.dismissed(REMINDER.id()), new byte[] {'{', '}'});

        later(LEASE.plusSeconds(1));
        sender().sendDue();
        assertThat(index.find(REMINDER.callKey()).flatMap(CallDocument::waiting))
                .isEmpty();
        later(LEASE.plusSeconds(1));

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
    void showsOnTheCallThatItsReminderWaits() {
        CallDocument judged = CallDocument.of(Analyses.anAnalyzedCall("1"));
        index.merge(List.of(judged));
        book.enter(
                new Reminder("rem-2", judged.callKey(), null, DUE, "call back", "http://127.0.0.1:8000/calls/1"), now);
        later(Duration.ofMinutes(5));
        chatFault = TransientFailure.notAsked(
                "chat chat.example.com is away since 2026-03-02T10:00:03Z",
                new Dependency(Dependency.Kind.CHAT, "chat.example.com"));
        sender().sendDue();

        CallDocument waits = index.find(judged.callKey()).orElseThrow();
        assertThat(waits.waiting()).contains(new Waiting("chat chat.example.com", DUE, null, 1, now));
        assertThat(waits.stage()).contains(Stage.REMIND);
        chatFault = null;
        later(LEASE.plusSeconds(1));
        sender().sendDue();

        CallDocument posted = index.find(judged.callKey()).orElseThrow();
        assertThat(posted.waiting()).isEmpty();
        assertThat(posted.stage()).isEmpty();
    }

    @Test
    void showsNoWaitOfAReminderThatAnotherProcessHasPosted() {
        AtomicBoolean full = new AtomicBoolean(true);
        CallFolder folder = (CallFolder) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {CallFolder.class}, (proxy, method, arguments) -> {
                    if (full.get() && method.getName().equals("create")) {
                        throw TransientFailure.outage("the bucket is full", null);
                    }
                    return method.invoke(this.folder, arguments);
                });
        ReminderSender posted = sender(folder);
        assertThat(posted.sendDue()).as("posted, but not on record").isZero();
        full.set(false);
        later(LEASE.plusSeconds(1));
        chatFault = TransientFailure.tooMany("HTTP 429", null, null);
        assertThat(sender(folder).sendDue()).isZero();
        assertThat(index.find("generic-1").flatMap(CallDocument::waiting)).isPresent();

        later(LEASE.plusSeconds(1));
        assertThat(posted.sendDue()).isEqualTo(1);

        assertThat(index.find("generic-1").flatMap(CallDocument::waiting)).isEmpty();
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
    void failsTheCallWhenTheChatRefusesItsReminder() {
        chatFault = new PermanentFailure("chat at chat.example.com answered HTTP 422");
        assertThat(sender().sendDue()).isZero();
        chatFault = null;

        later(Duration.ofHours(1));
        assertThat(sender().sendDue()).isZero();
        assertThat(failures).singleElement().satisfies(failed -> {
            assertThat(failed.stage()).isEqualTo("remind");
            assertThat(failed.callKey()).isEqualTo("generic-1");
            assertThat(failed.reason()).isEqualTo("chat at chat.example.com answered HTTP 422");
            assertThat(CallJson.read(failed.event().getBytes(UTF_8), Reminder.class))
                    .isEqualTo(REMINDER);
        });
        assertThat(new FailedCalls(folder).stored("generic-1")).isEqualTo(failures);
    }

    @Test
    void postsNothingWhileItCouldNotBeRecorded() {
        CallFolder full = (CallFolder) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {CallFolder.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("read")) {
                        return Optional.empty();
                    }
                    throw TransientFailure.outage("the bucket is full", null);
                });

        assertThat(sender(full).sendDue()).isZero();
        assertThat(posted).isEmpty();
    }

    @Test
    void doesNotPostAgainWhenTheFolderWentAwayBetweenPostAndRecord() {
        AtomicBoolean away = new AtomicBoolean(true);
        CallFolder closing = (CallFolder) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {CallFolder.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("create") && away.get()) {
                        throw TransientFailure.outage("the call folder is away", null);
                    }
                    return method.invoke(folder, arguments);
                });
        ReminderSender sender = sender(closing);
        assertThat(sender.sendDue()).isZero();
        assertThat(posted).hasSize(1);
        away.set(false);

        later(LEASE.plusSeconds(1));
        assertThat(sender.sendDue()).isEqualTo(1);

        assertThat(posted).hasSize(1);
        assertThat(published).containsExactly(new ReminderSent("generic-1", "rem-1", DUE));
    }

    @Test
    void keepsOneReminderFromHoldingUpTheOthers() {
        book.enter(new Reminder("rem-0", "generic-0", null, DUE.minusSeconds(5), "first", "http://h/0"), Instant.EPOCH);
        chatFault = TransientFailure.outage("away for the first", null);

        assertThat(sender().sendDue()).isZero();
        chatFault = null;
        later(LEASE.plusSeconds(1));

        assertThat(sender().sendDue()).isEqualTo(2);
    }

    @Test
    void failsTheReminderThatTheChatNeverTakesWhileItTakesOthers() {
        chatFault = TransientFailure.busy("chat at chat.example.com answered HTTP 500", null, null);
        faultOf = REMINDER.id();
        ReminderSender sender = sender();

        for (int minute = 0; minute < 60 && failures.isEmpty(); minute++) {
            enter("another-" + minute);
            sender.sendDue();
            later(Duration.ofMinutes(1));
        }

        assertThat(failures).singleElement().satisfies(failed -> {
            assertThat(failed.callKey()).isEqualTo(REMINDER.callKey());
            assertThat(failed.reason())
                    .matches("chat at chat.example.com answered HTTP 500 "
                            + "\\(failed \\d+ times over \\d+ min, while the chat took other reminders\\)");
        });
        int asks = Collections.frequency(asked, REMINDER.id());
        later(Duration.ofHours(1));
        sender.sendDue();
        assertThat(Collections.frequency(asked, REMINDER.id())).isEqualTo(asks);
    }

    @Test
    void doesNotBlameAReminderForNotBeingAskedFor() {
        chatFault = TransientFailure.notAsked("chat is away", new Dependency(Dependency.Kind.CHAT, "chat.example.com"));
        faultOf = REMINDER.id();
        ReminderSender sender = sender();

        for (int minute = 0; minute < 120; minute++) {
            enter("another-" + minute);
            sender.sendDue();
            later(Duration.ofMinutes(1));
        }

        assertThat(asked).filteredOn(REMINDER.id()::equals).hasSizeGreaterThan(20);
        assertThat(posted).hasSizeGreaterThan(100);
        assertThat(failures).isEmpty();
    }

    @Test
    void failsNoReminderInAnOutageHoweverLong() {
        chatFault = TransientFailure.outage("chat away", null);
        ReminderSender sender = sender();
        for (int i = 0; i < 20; i++) {
            enter("another-" + i);
        }

        for (Instant end = now.plus(Duration.ofHours(6)); now.isBefore(end); later(Duration.ofSeconds(10))) {
            sender.sendDue();
        }
        assertThat(asked.size()).as("four in a lease, and each in its turn").isBetween(2_000, 3_000);
        assertThat(asked).contains(REMINDER.id(), "another-0", "another-19");
        chatFault = null;
        for (int i = 0; i < 20; i++) {
            later(Duration.ofSeconds(10));
            sender.sendDue();
        }

        assertThat(failures).isEmpty();
        assertThat(posted).hasSize(21);
    }

    @Test
    void postsMoreAndMoreAtOnceAfterAnOutage() {
        for (int i = 0; i < 40; i++) {
            enter("another-" + i);
        }
        ReminderSender sender = sender();
        chatFault = TransientFailure.outage("chat away", null);
        sender.sendDue();
        chatFault = null;
        assertThat(sender.sendDue()).as("it rests").isZero();
        later(LEASE.plusSeconds(1));

        assertThat(List.of(sender.sendDue(), sender.sendDue(), sender.sendDue(), sender.sendDue()))
                .containsExactly(4, 8, 16, 13);
    }

    private void enter(String id) {
        book.enter(new Reminder(id, "generic-" + id, null, now, "call back", "http://h/" + id), Instant.EPOCH);
    }

    private void later(Duration duration) {
        now = now.plus(duration);
    }

    private ReminderSender sender() {
        return sender(folder);
    }

    private ReminderSender sender(CallFolder folder) {
        Chat chat = reminder -> {
            asked.add(reminder.id());
            if (chatFault != null && (faultOf == null || faultOf.equals(reminder.id()))) {
                throw chatFault;
            }
            posted.add(reminder);
        };
        ReminderEvents events = new ReminderEvents() {
            @Override
            public void publish(ReminderSent sent) {
                if (publishFault != null) {
                    throw publishFault;
                }
                published.add(sent);
            }

            @Override
            public void publish(CallFailed failed) {
                failures.add(failed);
            }
        };
        return new ReminderSender(folder, book, chat, index, events, LEASE, BLAME, clock());
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
