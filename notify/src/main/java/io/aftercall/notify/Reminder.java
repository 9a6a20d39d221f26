package io.aftercall.notify;

import io.aftercall.ingest.ContentHash;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something a sales person is to be reminded of after a call. There is at most one for a call.
 *
 * @param id the same however often the call is judged: whoever receives it can recognise a repetition
 * @param managerId whom it is for, as the telephony system names them
 * @param dueAt when it is to be posted
 * @param text what is posted, in the chat's language
 * @param link the call's page
 * @param followUp of a call that belongs to a ticket
 */
public record Reminder(
        String id,
        String callKey,
        @Nullable String managerId,
        Instant dueAt,
        String text,
        String link,
        @Nullable FollowUp followUp) {

    /** Of a call that belongs to no ticket. */
    public Reminder(String id, String callKey, @Nullable String managerId, Instant dueAt, String text, String link) {
        this(id, callKey, managerId, dueAt, text, link, null);
    }

    Reminder with(FollowUp advised) {
        return new Reminder(id, callKey, managerId, dueAt, text, link, advised);
    }

    static String idFor(String callKey) {
        return "rem-" + ContentHash.shortOf(callKey);
    }
}
