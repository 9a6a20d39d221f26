package io.aftercall.notify;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;

/**
 * What a reminder advises in the matter of a ticket.
 *
 * @param content what to say to the customer, and {@code reason} why, in the language of {@code language}
 * @param createdAt when it was advised
 */
public record FollowUp(
        String ticketId, Priority priority, String content, String reason, String language, Instant createdAt) {

    /** How soon: within 2 hours, a day, or three days. */
    public enum Priority {
        HIGH(2),
        MEDIUM(24),
        LOW(72);

        private final int hours;

        Priority(int hours) {
            this.hours = hours;
        }

        int hours() {
            return hours;
        }

        static Priority within(int hours) {
            return Arrays.stream(values())
                    .filter(each -> hours <= each.hours)
                    .findFirst()
                    .orElse(LOW);
        }

        /** As the API names it: {@code high}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The same in the matter of another ticket. */
    FollowUp of(String otherTicketId) {
        return new FollowUp(otherTicketId, priority, content, reason, language, createdAt);
    }

    /** What became of it; one that the chat refused is still to be seen to. */
    public enum Status {
        PENDING,
        COMPLETED,
        DISMISSED;

        /** As the API names it: {@code pending}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
