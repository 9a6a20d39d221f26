package io.aftercall.notify.api;

import io.aftercall.analyze.SeedJson;
import io.aftercall.notify.FollowUp;
import io.aftercall.notify.FollowUps;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When and how to follow up a ticket.
 *
 * @param priority high, medium or low
 * @param status pending, completed (posted) or dismissed
 */
record FollowUpAnswer(
        long id,
        @Nullable Long presaleTicketId,
        String recommendedTime,
        String priority,
        String followUpContent,
        String reason,
        String status,
        String createdAt) {

    /** A list of them, and how many there are in all. */
    record Page(long total, List<FollowUpAnswer> reminders) {}

    /** What became of a dismissal. */
    record Dismissal(String message, boolean success) {}

    static FollowUpAnswer of(long id, FollowUps.Entry entry, ZoneId zone) {
        FollowUp followUp = entry.followUp();
        return new FollowUpAnswer(
                id,
                SeedJson.number(followUp.ticketId()),
                SeedJson.local(entry.reminder().dueAt(), zone),
                followUp.priority().word(),
                followUp.content(),
                followUp.reason(),
                entry.status().word(),
                SeedJson.local(followUp.createdAt(), zone));
    }
}
