package io.aftercall.ingest;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A telephony system said that a call has ended. Topic {@code calls.hungup}.
 *
 * @param recording where the recording can be had, as received: a URL, or a path under a configured root
 * @param receivedAt when the notification came in
 * @param asReceived the notification's own fields, kept as evidence
 * @param part which of the call's recordings it is, of a system that may make several; null: it is the whole
 */
public record CallHungUp(
        Call call,
        @Nullable String recording,
        Instant receivedAt,
        Map<String, Object> asReceived,
        @Nullable Part part) {

    /**
     * One of a call's recordings: of each agent it was passed to, or of each time it was recorded.
     *
     * @param id names it within the call; the same id again replaces it
     * @param at when it was made, where that is said: puts the parts in order; of one side alone, when it ended
     * @param side who alone is heard on it; null: everybody
     */
    public record Part(String id, @Nullable Instant at, Recording.@Nullable Side side) {}

    public CallHungUp(Call call, @Nullable String recording, Instant receivedAt, Map<String, Object> asReceived) {
        this(call, recording, receivedAt, asReceived, null);
    }

    /** The same for a repeated notification, another for a correction: what names the fact in the call folder. */
    public String contentHash() {
        return ContentHash.shortOf(call.key(), new TreeMap<>(asReceived).toString());
    }

    CallHungUp with(Call better) {
        return new CallHungUp(better, recording, receivedAt, asReceived, part);
    }
}
