package io.aftercall.notify;

import java.time.Duration;
import java.time.Instant;

/**
 * How many reminders are posted at the same time: many while the chat takes them; while it takes none a few, with growing
 * pauses; and then each time twice as many, so that a chat that comes back meets no storm.
 */
final class ChatPace {
    private static final int MOST = 100;
    /** More than one, so that one that the chat never takes cannot keep the others from finding out that it is back. */
    private static final int FEW = 4;

    private static final Duration FIRST = Duration.ofSeconds(1);

    private final Duration longest;
    private int most = MOST;
    private Duration pause = FIRST;
    private Instant next = Instant.MIN;

    /** @param longest pause between two attempts to find out whether the chat is back */
    ChatPace(Duration longest) {
        this.longest = longest;
    }

    int most(Instant now) {
        return now.isBefore(next) ? 0 : most;
    }

    /** What came of those that were posted together. */
    void ended(long settled, long waiting, Instant now) {
        if (settled > 0) {
            pause = FIRST;
            most = settled < waiting ? FEW : Math.min(MOST, 2 * most);
        } else if (waiting > 0) {
            most = FEW;
            next = now.plus(pause);
            pause = pause.multipliedBy(2).compareTo(longest) > 0 ? longest : pause.multipliedBy(2);
        }
    }
}
