package io.aftercall.notify.book;

import io.aftercall.notify.FollowUp;
import io.aftercall.notify.Reminder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A reminder as it stands in the index.
 *
 * @param claimedUntil whoever claimed it has until then; before its first claim the start of time, so that one range
 *     query finds both the unclaimed and the abandoned
 */
record Entry(
        String id,
        String callKey,
        @Nullable String managerId,
        Instant dueAt,
        String text,
        String link,
        State state,
        Instant claimedUntil,
        @Nullable Instant sentAt,
        @Nullable String reason,
        @Nullable FollowUp followUp) {

    enum State {
        PENDING,
        SENT,
        REFUSED,
        DISMISSED;

        /** As those who follow up see it; what the chat refused is still to be seen to. */
        FollowUp.Status status() {
            return switch (this) {
                case PENDING, REFUSED -> FollowUp.Status.PENDING;
                case SENT -> FollowUp.Status.COMPLETED;
                case DISMISSED -> FollowUp.Status.DISMISSED;
            };
        }
    }

    static Entry of(Reminder r) {
        return new Entry(
                r.id(),
                r.callKey(),
                r.managerId(),
                r.dueAt(),
                r.text(),
                r.link(),
                State.PENDING,
                Instant.EPOCH,
                null,
                null,
                r.followUp());
    }

    Entry claimedUntil(Instant until) {
        return new Entry(id, callKey, managerId, dueAt, text, link, state, until, sentAt, reason, followUp);
    }

    Entry settled(State end, @Nullable Instant at, @Nullable String why) {
        return new Entry(id, callKey, managerId, dueAt, text, link, end, claimedUntil, at, why, followUp);
    }

    Entry withoutFollowUp() {
        return new Entry(id, callKey, managerId, dueAt, text, link, state, claimedUntil, sentAt, reason, null);
    }

    Reminder reminder() {
        return new Reminder(id, callKey, managerId, dueAt, text, link, followUp);
    }
}
