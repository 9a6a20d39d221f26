package io.aftercall.infra.bench;

import io.aftercall.ingest.Call;
import io.aftercall.simulator.Notification;

/** A call on its way through the line, as seen from outside; times are of {@link System#nanoTime}. */
final class PostedCall {
    private final Notification hangUp;
    private final String key;
    private volatile long postedAt;
    private volatile double webhookMillis;
    private volatile long foundAt;
    private volatile boolean failed;

    PostedCall(Notification hangUp) {
        this.hangUp = hangUp;
        this.key = Call.keyOf(hangUp.source(), hangUp.callId());
    }

    Notification hangUp() {
        return hangUp;
    }

    String key() {
        return key;
    }

    /** @param at of the first attempt; webhooks that were refused are posted again */
    void posted(long at, double answerMillis) {
        postedAt = at;
        webhookMillis = answerMillis;
    }

    void found(long at, boolean hasFailed) {
        foundAt = at;
        failed = hasFailed;
    }

    boolean isPosted() {
        return postedAt != 0;
    }

    /** By the search, with its analysis or its failure. */
    boolean isFound() {
        return foundAt != 0;
    }

    boolean hasFailed() {
        return failed;
    }

    double webhookMillis() {
        return webhookMillis;
    }

    double searchableMillis() {
        return (foundAt - postedAt) / 1e6;
    }

    long foundAt() {
        return foundAt;
    }
}
