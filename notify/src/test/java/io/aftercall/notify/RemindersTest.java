package io.aftercall.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.analyze.Analyses;
import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallAnalysis.NextStep;
import io.aftercall.analyze.CallAnalyzed;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.Calls;
import io.aftercall.ingest.MemoryCallFolder;
import io.aftercall.ingest.Submissions;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class RemindersTest {
    private static final Instant FAR = Instant.parse("2030-01-01T00:00:00Z");

    private static final Clock CLOCK = Clock.fixed(Calls.ENDED.plus(Duration.ofHours(30)), ZoneOffset.UTC);

    private final MemoryCallFolder folder = new MemoryCallFolder();
    private final MemoryReminderBook book = new MemoryReminderBook();

    @Test
    void remindsOfTheNextStepSoManyHoursAfterTheCall() {
        Reminder reminder = reminders("en").remind(Analyses.anAnalyzedCall("1")).orElseThrow();

        assertThat(reminder.dueAt()).isEqualTo(Calls.ENDED.plus(Duration.ofHours(24)));
        assertThat(reminder.managerId()).isEqualTo("m-42");
        assertThat(reminder.link()).isEqualTo("https://calls.example.com/calls/generic-1");
        assertThat(reminder.text()).isEqualTo("""
                        Follow-up · m-42 · +74950000002
                        To do: Send the quote, then call on Thursday at three
                        The call: The customer wants twelve seats and finds them dear. A quote was promised.""");
        assertThat(due()).containsExactly(reminder);
    }

    @Test
    void remindsOfNothingWhereNothingFollows() {
        assertThat(reminders("en").remind(Analyses.aCallThatNeedsNoFollowUp("1")))
                .isEmpty();
        assertThat(reminders("en").remind(Analyses.aCallNobodyAnswered("2"))).isEmpty();
        assertThat(due()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"20,90,2", "80,10,2", "80,90,2"})
    void hurriesWhereACustomerIsLeavingOrKeen(int intent, int churn, int hours) {
        Reminder reminder = reminders("en")
                .remind(Analyses.anAnalyzedCall("1", intent, churn, null))
                .orElseThrow();

        assertThat(reminder.dueAt()).isEqualTo(Calls.ENDED.plus(Duration.ofHours(hours)));
        assertThat(reminder.text()).contains("get back to the customer");
    }

    @Test
    void doesNotWaitForThePromisedDayWhenTheCustomerIsLeaving() {
        CallAnalyzed leaving = Analyses.anAnalyzedCall("1", 20, 90, new NextStep("Call in two weeks", 336));

        Reminder reminder = reminders("en").remind(leaving).orElseThrow();

        assertThat(reminder.dueAt()).isEqualTo(Calls.ENDED.plus(Duration.ofHours(2)));
        assertThat(reminder.text()).contains("Risk of losing the customer: 90/100");
    }

    @Test
    void keepsTheFirstReminderOfACallThatIsJudgedAgain() {
        Reminder first = reminders("en").remind(Analyses.anAnalyzedCall("1")).orElseThrow();
        Reminder again = reminders("en")
                .remind(Analyses.anAnalyzedCall("1", new NextStep("Something else", 48)))
                .orElseThrow();

        assertThat(again).isEqualTo(first);
        assertThat(due()).containsExactly(first);
    }

    @Test
    void neverGivesOutAReminderThatWasPostedWhenTheBookIsLostAndTheEventComesAgain() {
        Reminder posted = reminders("en").remind(Analyses.anAnalyzedCall("1")).orElseThrow();
        folder.create("generic-1", ReminderFiles.sent(posted.id()), sent(posted));
        book.clear();

        reminders("en").remind(Analyses.anAnalyzedCall("1"));

        assertThat(due()).isEmpty();
    }

    @Test
    void letsAReminderRestForALeaseWhenTheBookIsLostBecauseSomebodyMayBePostingIt() {
        Reminder first = reminders("en").remind(Analyses.anAnalyzedCall("1")).orElseThrow();
        book.claim(CLOCK.instant(), Duration.ofSeconds(30), 10);
        book.clear();

        reminders("en").remind(Analyses.anAnalyzedCall("1"));

        assertThat(book.claim(CLOCK.instant().plusSeconds(29), Duration.ofSeconds(30), 10))
                .isEmpty();
        assertThat(book.claim(CLOCK.instant().plusSeconds(31), Duration.ofSeconds(30), 10))
                .containsExactly(first);
    }

    @ParameterizedTest
    @CsvSource({"ru,Напоминание,Сделать:", "zh,跟进提醒,待办：", "en,Follow-up,To do:"})
    void speaksTheChatsLanguage(String language, String title, String todo) {
        assertThat(reminders(language)
                        .remind(Analyses.anAnalyzedCall("1"))
                        .orElseThrow()
                        .text())
                .startsWith(title)
                .contains(todo);
    }

    @Test
    void remindsLateOfWhatOnlyTheModelFoundOnceItWasBack() {
        CallAnalyzed offline = Analyses.forNow(Analyses.aCallThatNeedsNoFollowUp("1"));
        CallAnalyzed late = later(offline, Analyses.anAnalyzedCall("1"));
        CallAnalyzed again = later(Analyses.aCallThatNeedsNoFollowUp("2"), Analyses.anAnalyzedCall("2"));

        assertThat(reminders("en").remind(offline)).isEmpty();
        assertThat(reminders("en").remind(late)).isPresent();
        assertThat(reminders("en").remind(again))
                .as("judged again after months")
                .isEmpty();
    }

    /** Judged again a month after the call. */
    private static CallAnalyzed later(CallAnalyzed before, CallAnalyzed after) {
        ObjectNode analysis = CallJson.mapper().valueToTree(after.analysis());
        analysis.put("at", Calls.ENDED.plus(Duration.ofDays(30)).toString());
        analysis.putArray("earlier")
                .addObject()
                .put("at", before.analysis().at().toString())
                .put("input", before.analysis().input())
                .set("engine", CallJson.mapper().valueToTree(before.analysis().engine()));
        CallAnalysis judged = CallJson.mapper().treeToValue(analysis, CallAnalysis.class);
        return new CallAnalyzed(after.call(), judged, judged.at());
    }

    @Test
    void advisesInTheMatterOfTheTicketThatTheCallWasCorrectedTo() {
        Reminder none = reminders("en").remind(inTheMatterOf(null)).orElseThrow();
        Reminder unknown = reminders("en").remind(inTheMatterOf("abc")).orElseThrow();
        Reminder first = reminders("en").remind(inTheMatterOf("7")).orElseThrow();
        Reminder corrected = reminders("en").remind(inTheMatterOf("8")).orElseThrow();

        assertThat(none.followUp()).isNull();
        assertThat(unknown).isEqualTo(none);
        assertThat(Objects.requireNonNull(first.followUp()).ticketId()).isEqualTo("7");
        assertThat(corrected).isEqualTo(first.with(first.followUp().of("8")));
        assertThat(due()).containsExactly(corrected);
    }

    private static CallAnalyzed inTheMatterOf(@Nullable String ticket) {
        CallAnalyzed analyzed = Analyses.anAnalyzedCall("1");
        Call.References of = new Call.References(null, "c-7", ticket, null, null, null);
        return new CallAnalyzed(Calls.of(analyzed.call(), of), analyzed.analysis(), analyzed.at());
    }

    @Test
    void remindsNobodyOfWhatWasHandedInAboutATicket() {
        CallAnalyzed call = Analyses.anAnalyzedCall("1");
        ObjectNode text = CallJson.mapper().valueToTree(call.call());
        text.put("source", Submissions.PRESALE);

        assertThat(reminders("en")
                        .remind(new CallAnalyzed(
                                CallJson.mapper().treeToValue(text, Call.class), call.analysis(), call.at())))
                .isEmpty();
    }

    private static byte[] sent(Reminder reminder) {
        return CallJson.write(new ReminderSent(reminder.callKey(), reminder.id(), Calls.ENDED));
    }

    private List<Reminder> due() {
        return book.claim(FAR, Duration.ofSeconds(1), 10);
    }

    private Reminders reminders(String language) {
        return new Reminders(
                folder,
                book,
                new PlannedReminders(folder, book, Duration.ofSeconds(30), CLOCK),
                new ReminderText(Locale.of(language), URI.create("https://calls.example.com")),
                Duration.ofHours(1));
    }
}
