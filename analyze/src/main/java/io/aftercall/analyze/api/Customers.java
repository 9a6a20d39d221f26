package io.aftercall.analyze.api;

import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.CallRow;
import io.aftercall.analyze.Reviewed;
import io.aftercall.ingest.Call.Direction;
import io.aftercall.ingest.Submissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is known of customers: calls of the line and communications, judged. */
final class Customers {
    /** Of all contacts the last so many are looked at; there may be several calls that nobody answers to one that is judged. */
    private static final int CONTACTS = 3 * ChurnForecast.LOOK_BACK;

    private final CallIndex index;
    private final Clock clock;

    Customers(CallIndex index, Clock clock) {
        this.index = index;
        this.clock = clock;
    }

    /**
     * The latest of what was judged, oldest first, with the words it was judged by.
     *
     * @param contacts the latest of all, oldest first, also the calls that nobody answered
     */
    record History(List<CallDocument> judged, List<CallRow> contacts) {
        boolean isEmpty() {
            return judged.isEmpty();
        }

        List<CallAnalysis> analyses() {
            return judged.stream()
                    .flatMap(document -> document.reviewed().map(Reviewed::corrected).stream())
                    .toList();
        }

        /** Of the latest whose language is known. */
        @Nullable String language() {
            return judged.reversed().stream()
                    .map(document -> CallRow.of(document).language())
                    .filter(Labels.LANGUAGES::contains)
                    .findFirst()
                    .orElse(null);
        }

        /**
         * Hours, to a tenth, from the end of a call of ours until the customer next came to us, by telephone or in writing,
         * oldest first; answered or not. Where we called again before that, it counts from the last of our calls.
         */
        private List<Double> answers() {
            List<Double> hours = new ArrayList<>();
            Instant asked = null;
            for (CallRow contact : contacts) {
                Instant ended = contact.occurredAt();
                if (ended == null) {
                    continue;
                }
                if (contact.direction() == Direction.OUTBOUND) {
                    asked = ended;
                } else if (asked != null
                        && (contact.direction() == Direction.INBOUND || Submissions.PRESALE.equals(contact.source()))) {
                    Instant came = ended.minusSeconds(Objects.requireNonNullElse(contact.durationSeconds(), 0L));
                    hours.add(
                            Math.round(Math.max(0, Duration.between(asked, came).toMinutes()) / 6.0) / 10.0);
                    asked = null;
                }
            }
            return hours;
        }

        private Optional<Instant> lastContact() {
            return judged.isEmpty() ? Optional.empty() : judged.getLast().occurredAt();
        }
    }

    /**
     * @param ticket absent for all of the customer's
     * @param withContacts whether it is to tell how long answers took
     */
    History history(@Nullable Long ticket, long customer, boolean withContacts) {
        String ticketId = ticket == null ? null : String.valueOf(ticket);
        String customerId = String.valueOf(customer);
        List<String> newest = index.history(ticketId, customerId, ChurnForecast.LOOK_BACK).stream()
                .map(CallRow::callKey)
                .toList();
        if (newest.isEmpty()) {
            return new History(List.of(), List.of());
        }
        Map<String, CallDocument> found = index.find(newest);
        return new History(
                newest.reversed().stream()
                        .map(found::get)
                        .filter(Objects::nonNull)
                        .toList(),
                withContacts ? index.contacts(ticketId, customerId, CONTACTS).reversed() : List.of());
    }

    /**
     * @param recent what was judged of the last communications, oldest first; whatever of it is in the history counts once
     * @param days since the last contact; absent where only the history can tell
     * @param answers hours the customer took to answer, oldest first; none where only the history can tell
     */
    ChurnForecast forecast(History history, List<CallAnalysis> recent, @Nullable Long days, List<Double> answers) {
        List<String> known = recent.stream().map(CallAnalysis::input).toList();
        List<CallAnalysis> heard = new ArrayList<>(Stream.concat(
                        history.analyses().stream().filter(analysis -> !known.contains(analysis.input())),
                        recent.stream())
                .toList());
        Long since = days != null ? days : daysSince(history);
        return ChurnForecast.of(heard, since, answers.isEmpty() ? history.answers() : answers);
    }

    private @Nullable Long daysSince(History history) {
        return history.lastContact()
                .map(last -> Math.max(0, Duration.between(last, clock.instant()).toDays()))
                .orElse(null);
    }
}
