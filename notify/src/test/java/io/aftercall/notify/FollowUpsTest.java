package io.aftercall.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.analyze.Analyses;
import io.aftercall.analyze.CallAnalysis.NextStep;
import io.aftercall.analyze.CallAnalyzed;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.MemoryCallIndex;
import io.aftercall.analyze.Waiting;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.Calls;
import io.aftercall.ingest.MemoryCallFolder;
import io.aftercall.ingest.RecordedCalls;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FollowUpsTest {
    private static final Instant NOW = Instant.parse("2026-02-15T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final ReminderText TEXT = new ReminderText(Locale.ENGLISH, URI.create("http://127.0.0.1:8000"));

    private final CallFolder folder = new MemoryCallFolder();
    private final ReminderBook book = new MemoryReminderBook();
    private final PlannedReminders planned = new PlannedReminders(folder, book, Duration.ofSeconds(30), CLOCK);
    private final MemoryCallIndex index = new MemoryCallIndex();
    private final FollowUps followUps = new FollowUps(folder, book, planned, index, TEXT, Duration.ofHours(1), CLOCK);

    @ParameterizedTest
    @CsvSource({
        "85, 10, HIGH, 2, The intent to buy is 85 of 100",
        "10, 90, HIGH, 2, The risk of losing the customer is 90 of 100",
        "45, 10, MEDIUM, 24, The intent to buy is 45 of 100",
        "10, 10, LOW, 72, 'The intent to buy is 10 of 100, and nothing is urgent'",
    })
    void advisesByWhatWasJudged(int intent, int churn, FollowUp.Priority priority, int hours, String reason) {
        FollowUps.Entry entry = followUps.recommend(judged("1", intent, churn, null), "7");

        assertThat(entry.followUp().priority()).isEqualTo(priority);
        assertThat(entry.reminder().dueAt()).isEqualTo(NOW.plus(Duration.ofHours(hours)));
        assertThat(entry.followUp().reason()).startsWith(reason).contains("within " + hours + " hours");
        assertThat(entry.followUp().content()).startsWith("Hello");
        assertThat(entry.followUp().createdAt()).isEqualTo(NOW);
        assertThat(entry.status()).isEqualTo(FollowUp.Status.PENDING);
        assertThat(book.claim(NOW.plus(Duration.ofHours(hours)), Duration.ofSeconds(30), 9))
                .containsExactly(entry.reminder());
    }

    @Test
    void remindsOfWhatWasAgreed() {
        FollowUps.Entry entry = followUps.recommend(judged("1", 20, 10, new NextStep("Send the quote", 20)), "7");

        assertThat(entry.followUp().priority()).isEqualTo(FollowUp.Priority.MEDIUM);
        assertThat(entry.reminder().dueAt()).isEqualTo(NOW.plus(Duration.ofHours(20)));
        assertThat(entry.followUp().content()).endsWith("Send the quote");
        assertThat(followUps
                        .recommend(judged("2", 20, 10, new NextStep("Send the quote", 1)), "7")
                        .followUp()
                        .reason())
                .contains("within 1 hour keeps");
    }

    @Test
    void advisesTheSameAgain() {
        FollowUps.Entry first = followUps.recommend(judged("1", 85, 10, null), "7");

        assertThat(followUps.recommend(judged("1", 10, 90, null), "7")).isEqualTo(first);
        assertThat(book.find(null, null, 9).entries()).containsExactly(first);
    }

    @Test
    void dismissesWhatIsNotSentAndSaysWhatWas() {
        FollowUps.Entry one = followUps.recommend(judged("1", 85, 10, null), "7");
        FollowUps.Entry other = followUps.recommend(judged("2", 85, 10, null), "7");
        folder.create(
                other.reminder().callKey(), ReminderFiles.sent(other.reminder().id()), sent(other));

        assertThat(followUps.dismiss(one.reminder().callKey()).orElseThrow().status())
                .isEqualTo(FollowUp.Status.DISMISSED);
        assertThat(followUps.dismiss(one.reminder().callKey()).orElseThrow().dismissal())
                .isEqualTo("The reminder was dismissed");
        assertThat(followUps.dismiss(other.reminder().callKey()).orElseThrow().dismissal())
                .isEqualTo("The reminder was sent before");
        assertThat(followUps.dismiss("generic-nobody")).isEmpty();
        assertThat(book.claim(NOW.plus(Duration.ofDays(9)), Duration.ofSeconds(30), 9))
                .containsExactly(other.reminder());
        assertThat(followUps.recommend(judged("1", 85, 10, null), "7").status()).isEqualTo(FollowUp.Status.DISMISSED);
        assertThat(planned.reopen(one.reminder().callKey())).isFalse();
    }

    @Test
    void dismissesWhatWaitsForTheChat() {
        String call =
                followUps.recommend(judged("1", 85, 10, null), "7").reminder().callKey();
        Waiting waiting = new Waiting("chat chat.example.com", NOW.minusSeconds(60), null, 1, NOW.minusSeconds(1));
        index.merge(List.of(CallDocument.reminderWaits(call, waiting)));

        followUps.dismiss(call);

        assertThat(index.find(call).flatMap(CallDocument::waiting)).isEmpty();
        index.merge(List.of(CallDocument.reminderWaits(call, waiting)));
        assertThat(index.find(call).flatMap(CallDocument::waiting))
                .as("a post that was under way meanwhile tells of its failure")
                .isEmpty();
    }

    @Test
    void keepsWhatBecameOfThemWhenTheBookIsFilledAgain() {
        FollowUps.Entry dismissed = followUps.recommend(judged("1", 85, 10, null), "7");
        followUps.dismiss(dismissed.reminder().callKey());
        FollowUps.Entry pending = followUps.recommend(judged("2", 85, 10, null), "7");
        planned.clearBook();

        planned.restore(dismissed.reminder().callKey());
        planned.restore(pending.reminder().callKey());

        assertThat(book.find(FollowUp.Status.DISMISSED, null, 9).entries())
                .extracting(FollowUps.Entry::reminder)
                .containsExactly(dismissed.reminder());
        assertThat(book.find(FollowUp.Status.PENDING, FollowUp.Priority.HIGH, 9).entries())
                .containsExactly(pending);
    }

    @Test
    void advisesOnACallThatWasPlannedForBeforeItBelongedToATicket() {
        Reminder plan = new Reminders(folder, book, planned, TEXT, Duration.ofHours(1))
                .remind(Analyses.anAnalyzedCall("1"))
                .orElseThrow();
        assertThat(plan.followUp()).isNull();

        FollowUps.Entry advised = followUps.recommend(judged("1", 85, 10, null), "7");

        assertThat(advised.reminder().dueAt()).isEqualTo(plan.dueAt());
        assertThat(advised.followUp().ticketId()).isEqualTo("7");
        assertThat(followUps.recommend(judged("1", 10, 90, null), "7")).isEqualTo(advised);
        assertThat(book.find(FollowUp.Status.PENDING, null, 9).entries()).containsExactly(advised);
        assertThat(followUps.dismiss(plan.callKey()).orElseThrow().status()).isEqualTo(FollowUp.Status.DISMISSED);
        assertThat(book.claim(plan.dueAt().plusSeconds(1), Duration.ofSeconds(30), 9))
                .isEmpty();
        planned.clearBook();
        planned.restore(plan.callKey());
        assertThat(book.find(FollowUp.Status.DISMISSED, null, 9).entries())
                .extracting(FollowUps.Entry::reminder)
                .containsExactly(advised.reminder());
    }

    @Test
    void advisesInTheMatterOfTheTicketThatTheCallWasCorrectedTo() {
        FollowUps.Entry first = followUps.recommend(judged("1", 85, 10, null), "7");

        FollowUps.Entry corrected = followUps.recommend(judged("1", 10, 90, null), "8");

        assertThat(corrected.reminder().dueAt()).isEqualTo(first.reminder().dueAt());
        assertThat(corrected.followUp()).isEqualTo(first.followUp().of("8"));
        assertThat(book.find(null, null, 9).entries()).containsExactly(corrected);
        planned.clearBook();
        planned.restore(first.reminder().callKey());
        assertThat(book.find(null, null, 9).entries()).containsExactly(corrected);
    }

    @Test
    void knowsFromTheFolderToWhichTicketTheCallBelongsNow() {
        CallDocument judged = judged("1", 85, 10, null);
        Call corrected = Calls.of(judged.call().orElseThrow(), new Call.References(null, null, "8", null, null, null));
        new RecordedCalls(folder).keep(new CallHungUp(corrected, null, NOW, Map.of("presale_ticket_id", "8")));
        FollowUps.Entry now = followUps.recommend(judged, "8");

        assertThat(followUps.recommend(judged, "7")).as("an event of before").isEqualTo(now);
        assertThat(book.find(null, null, 9).entries()).containsExactly(now);
    }

    private static byte[] sent(FollowUps.Entry entry) {
        return CallJson.write(
                new ReminderSent(entry.reminder().callKey(), entry.reminder().id(), NOW));
    }

    private static CallDocument judged(String callId, int intent, int churn, @Nullable NextStep next) {
        CallAnalyzed analyzed = Analyses.anAnalyzedCall(callId, intent, churn, next);
        return CallDocument.of(analyzed);
    }
}
