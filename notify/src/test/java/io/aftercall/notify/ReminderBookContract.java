package io.aftercall.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link ReminderBook} keeps to. What was entered may take a second to be found. */
public abstract class ReminderBookContract {
    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    /** Newer than what other tests enter. */
    private static final Instant NEWEST = NOW.plus(Duration.ofDays(20_000));

    private static final Duration LEASE = Duration.ofSeconds(30);
    private final String run = UUID.randomUUID().toString();

    protected abstract ReminderBook book();

    @Test
    void givesOutWhatIsDueAndKeepsWhatIsNot() {
        Reminder due = reminder("due", NOW.minusSeconds(1));
        Reminder later = reminder("later", NOW.plusSeconds(60));
        book().enter(later, Instant.EPOCH);
        book().enter(due, Instant.EPOCH);

        assertThat(claimEventually(NOW)).containsExactly(due);
        assertThat(claimEventually(NOW.plusSeconds(61))).contains(later);
    }

    @Test
    void givesAClaimedReminderToNobodyElseUntilItsLeaseEnds() {
        Reminder due = reminder("leased", NOW);
        book().enter(due, Instant.EPOCH);
        assertThat(claimEventually(NOW)).containsExactly(due);

        assertThat(mine(book().claim(NOW.plusSeconds(29), LEASE, 100))).isEmpty();
        assertThat(claimEventually(NOW.plusSeconds(31))).containsExactly(due);
    }

    @Test
    void givesOutFirstWhatNobodyHasTriedYet() {
        Reminder tried = reminder("tried", NOW.minusSeconds(60));
        book().enter(tried, Instant.EPOCH);
        assertThat(claimEventually(NOW)).containsExactly(tried);
        Reminder fresh = reminder("fresh", NOW);
        book().enter(fresh, Instant.EPOCH);
        pauseForTheIndex();

        assertThat(mine(book().claim(NOW.plusSeconds(31), LEASE, 100))).containsExactly(fresh, tried);
    }

    @Test
    void neverGivesOutASettledReminderAgain() {
        Reminder due = reminder("settled", NOW);
        book().enter(due, Instant.EPOCH);
        claimEventually(NOW);

        book().settle(due, NOW);
        book().enter(due, Instant.EPOCH);

        pauseForTheIndex();
        assertThat(mine(book().claim(NOW.plusSeconds(3_600), LEASE, 100))).isEmpty();
    }

    @Test
    void neverGivesOutADismissedReminderAndKeepsThatOneWasPosted() {
        Reminder dismissed = reminder("dismissed", NOW);
        Reminder posted = reminder("posted", NOW);
        book().enter(dismissed, Instant.EPOCH);
        book().settle(posted, NOW);

        book().dismiss(dismissed);
        book().dismiss(posted);
        book().enter(dismissed, Instant.EPOCH);
        book().reopen(dismissed);

        pauseForTheIndex();
        assertThat(mine(book().claim(NOW.plusSeconds(3_600), LEASE, 100))).isEmpty();
    }

    @Test
    void findsFollowUpsAtOnceByStateAndPriority() {
        Reminder waiting = advised("waiting", FollowUp.Priority.HIGH, 1);
        Reminder posted = advised("posted", FollowUp.Priority.HIGH, 2);
        Reminder dismissed = advised("dismissed", FollowUp.Priority.LOW, 3);
        Reminder refused = advised("refused", FollowUp.Priority.LOW, 4);
        book().enter(waiting, Instant.EPOCH);
        book().settle(posted, NOW);
        book().dismiss(dismissed);
        book().enterRefused(refused, "too long");
        book().enter(reminder("without", NOW), Instant.EPOCH);

        assertThat(found(null, null)).containsExactly(refused, dismissed, posted, waiting);
        assertThat(found(FollowUp.Status.PENDING, null)).containsExactly(refused, waiting);
        assertThat(found(FollowUp.Status.COMPLETED, null)).containsExactly(posted);
        assertThat(found(FollowUp.Status.DISMISSED, FollowUp.Priority.LOW)).containsExactly(dismissed);
        assertThat(found(FollowUp.Status.DISMISSED, FollowUp.Priority.HIGH)).isEmpty();
        assertThat(book().find(null, null, 2).entries()).hasSize(2);
        assertThat(book().find(null, null, 2).total()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void givesARemindersFollowUpAlsoToOneThatIsBeingPosted() {
        Reminder plain = reminder("advised-later", NOW);
        Reminder advised =
                plain.with(new FollowUp("7", FollowUp.Priority.LOW, "Hello", "why", "en", NEWEST.plusSeconds(5)));
        book().advise(advised);
        assertThat(found(null, null)).isEmpty();
        book().enter(plain, Instant.EPOCH);
        assertThat(claimEventually(NOW)).containsExactly(plain);

        book().advise(advised);

        assertThat(found(FollowUp.Status.PENDING, FollowUp.Priority.LOW)).containsExactly(advised);
        book().settle(plain, NOW);
        assertThat(found(FollowUp.Status.COMPLETED, FollowUp.Priority.LOW)).containsExactly(advised);
        Reminder corrected =
                plain.with(Objects.requireNonNull(advised.followUp()).of("8"));
        book().advise(corrected);
        book().settle(advised, NOW);
        assertThat(found(FollowUp.Status.COMPLETED, FollowUp.Priority.LOW)).containsExactly(corrected);
        pauseForTheIndex();
        assertThat(mine(book().claim(NOW.plusSeconds(3_600), LEASE, 100))).isEmpty();
    }

    private Reminder advised(String name, FollowUp.Priority priority, int second) {
        Reminder plain = reminder(name, NOW.plusSeconds(86_400));
        FollowUp followUp = new FollowUp("7", priority, "Hello", "why", "en", NEWEST.plusSeconds(second));
        return new Reminder(
                plain.id(), plain.callKey(), plain.managerId(), plain.dueAt(), plain.text(), plain.link(), followUp);
    }

    /** Of this test. */
    private List<Reminder> found(FollowUp.@Nullable Status status, FollowUp.@Nullable Priority priority) {
        return mine(book().find(status, priority, 100).entries().stream()
                .map(FollowUps.Entry::reminder)
                .toList());
    }

    @Test
    void neverGivesOutARefusedReminderAgain() {
        Reminder due = reminder("refused", NOW);
        book().enter(due, Instant.EPOCH);
        claimEventually(NOW);

        book().giveUp(due, "the chat is archived");

        pauseForTheIndex();
        assertThat(mine(book().claim(NOW.plusSeconds(3_600), LEASE, 100))).isEmpty();
    }

    @Test
    void letsAReminderRestUntilItMayBeClaimed() {
        Reminder due = reminder("rests", NOW.minusSeconds(3_600));
        book().enter(due, NOW.plusSeconds(30));
        pauseForTheIndex();

        assertThat(mine(book().claim(NOW.plusSeconds(29), LEASE, 100))).isEmpty();
        assertThat(claimEventually(NOW.plusSeconds(31))).containsExactly(due);
    }

    @Test
    void neverGivesOutWhatItFirstHearsOfAsPostedOrRefused() {
        book().settle(reminder("posted", NOW), NOW);
        book().enterRefused(reminder("refused-before", NOW), "the chat is archived");
        pauseForTheIndex();

        assertThat(mine(book().claim(NOW.plusSeconds(3_600), LEASE, 100))).isEmpty();
    }

    @Test
    void reopensARefusedReminderAndNoOther() {
        Reminder refused = reminder("reopened", NOW);
        Reminder posted = reminder("posted-once", NOW);
        book().enter(refused, Instant.EPOCH);
        book().giveUp(refused, "the chat is archived");
        book().settle(posted, NOW);

        book().reopen(refused);
        book().reopen(posted);

        assertThat(claimEventually(NOW)).containsExactly(refused);
        book().reopen(refused);
        pauseForTheIndex();
        assertThat(mine(book().claim(NOW.plusSeconds(29), LEASE, 100)))
                .as("it is claimed")
                .isEmpty();
    }

    @Test
    void takesRemindersAgainAfterItWasCleared() {
        Reminder due = reminder("cleared", NOW);
        book().enter(due, Instant.EPOCH);
        claimEventually(NOW);

        book().clear();
        pauseForTheIndex();
        assertThat(mine(book().claim(NOW.plusSeconds(31), LEASE, 100))).isEmpty();
        book().enter(due, Instant.EPOCH);

        assertThat(claimEventually(NOW)).containsExactly(due);
    }

    @Test
    void keepsTheFirstOfTwoPlansForOneReminder() {
        Reminder first = reminder("twice", NOW);
        Reminder second = new Reminder(first.id(), first.callKey(), "m-2", NOW, "another text", first.link());
        book().enter(first, Instant.EPOCH);
        book().enter(second, Instant.EPOCH);

        assertThat(claimEventually(NOW)).containsExactly(first);
    }

    @Test
    void givesEachReminderToOneOfManyClaimants() {
        IntStream.range(0, 10).forEach(i -> book().enter(reminder("race-" + i, NOW), Instant.EPOCH));
        pauseForTheIndex();
        Set<String> claimed = ConcurrentHashMap.newKeySet();

        List<String> twice = IntStream.range(0, 8)
                .parallel()
                .boxed()
                .flatMap(i -> mine(book().claim(NOW, LEASE, 100)).stream())
                .map(Reminder::id)
                .filter(id -> !claimed.add(id))
                .toList();

        assertThat(twice).isEmpty();
        assertThat(claimed).hasSize(10);
    }

    private List<Reminder> claimEventually(Instant now) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> mine(book().claim(now, LEASE, 100)), found -> !found.isEmpty());
    }

    /** Longer than the refresh interval: only then does "not found" say anything. */
    protected void pauseForTheIndex() {}

    private List<Reminder> mine(List<Reminder> reminders) {
        return reminders.stream()
                .filter(reminder -> reminder.id().startsWith(run))
                .toList();
    }

    private Reminder reminder(String name, Instant dueAt) {
        return new Reminder(run + name, "generic-" + name, "m-42", dueAt, "call back", "http://127.0.0.1:8000/calls/x");
    }
}
