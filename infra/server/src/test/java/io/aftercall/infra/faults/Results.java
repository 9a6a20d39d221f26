package io.aftercall.infra.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.TimelineEntry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What came of the calls.
 *
 * @param posts notifications posted, of which {@code refused} were answered 503 or not at all and posted again
 * @param surplusReminders entries in the book of reminders beyond one for each call that needs one
 */
record Results(
        int accepted,
        int posts,
        int refused,
        Documents documents,
        int surplusReminders,
        RemindersSent sent,
        PaidResults paid) {

    /**
     * What the index holds of the accepted calls.
     *
     * @param failed reason by call key
     * @param surplus documents of calls and rounds beyond one for each
     * @param reminders how many calls need a follow-up
     */
    record Documents(int analysed, Map<String, String> failed, Set<String> lost, int surplus, int reminders) {
        static Documents of(Set<String> accepted, IndexedCalls index) throws IOException, InterruptedException {
            Map<String, CallDocument> byKey = new HashMap<>();
            int surplus = 0;
            int rounds = 0;
            for (CallDocument document : index.all()) {
                if (byKey.put(document.callKey(), document) != null || !accepted.contains(document.callKey())) {
                    surplus++;
                }
                rounds += document.analysis() == null
                        ? 0
                        : document.analysis().rounds().size();
            }
            int analysed = 0;
            int reminders = 0;
            Map<String, String> failed = new TreeMap<>();
            Set<String> lost = new TreeSet<>();
            for (String key : accepted) {
                CallDocument document = byKey.get(key);
                Optional<TimelineEntry> failure = document == null ? Optional.empty() : document.lastFailure();
                if (failure.isPresent()) {
                    failed.put(key, String.valueOf(failure.get().reason()));
                } else if (document == null || document.analysis() == null) {
                    lost.add(key);
                } else {
                    analysed++;
                    reminders += document.analysis().needsFollowUp() ? 1 : 0;
                }
            }
            return new Documents(analysed, failed, lost, surplus + index.rounds() - rounds, reminders);
        }
    }

    int duplicateDocuments() {
        return documents.surplus + surplusReminders;
    }

    String table(Scale scale, Duration took) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Fault script: %d calls in %d min %02d s"
                .formatted(scale.calls(), took.toMinutes(), took.toSecondsPart()));
        row(lines, "notifications posted", posts);
        row(lines, "  of them answered 503 or not at all, and posted again", refused);
        row(lines, "accepted calls", accepted);
        row(lines, "analysed", documents.analysed);
        reasons().forEach((reason, count) -> row(lines, "failed: " + reason, count));
        row(lines, "reminders due", documents.reminders);
        row(lines, "reminders received", sent.distinct());
        row(lines, "reminders repeated at a kill, same id", sent.atAKill());
        row(lines, "paid requests", paid.requests());
        row(
                lines,
                "  of them lost or useless before they could be stored",
                paid.requests() - paid.stored() - paid.repeated().size());
        row(lines, "lost", documents.lost.size());
        row(lines, "duplicate documents", duplicateDocuments());
        row(lines, "duplicate reminders", sent.duplicates());
        row(
                lines,
                "paid requests repeated after their result was stored",
                paid.repeated().size());
        return String.join("\n", lines);
    }

    private static void row(List<String> lines, String name, int count) {
        lines.add("| %-70s | %6d |".formatted(name, count));
    }

    /** The reasons without the names of the calls. */
    private Map<String, Integer> reasons() {
        Map<String, Integer> reasons = new TreeMap<>();
        documents.failed.forEach((key, reason) -> reasons.merge(reason.replace(key, "..."), 1, Integer::sum));
        return reasons;
    }

    /** @param broken the calls that cannot but fail */
    void check(Set<String> broken) {
        assertThat(documents.lost).as("lost").isEmpty();
        assertThat(documents.failed.keySet()).as("failed").isEqualTo(broken);
        assertThat(documents.analysed + documents.failed.size()).isEqualTo(accepted);
        assertThat(duplicateDocuments()).as("duplicate documents").isZero();
        assertThat(sent.duplicates()).as("duplicate reminders").isZero();
        assertThat(sent.distinct()).as("reminders received").isEqualTo(documents.reminders);
        assertThat(paid.repeated())
                .as("paid requests repeated after their result was stored")
                .isEmpty();
    }
}
