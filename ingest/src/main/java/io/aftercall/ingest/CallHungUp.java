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
 */
public record CallHungUp(Call call, @Nullable String recording, Instant receivedAt, Map<String, Object> asReceived) {

    /** The same for a repeated notification, another for a correction: what names the fact in the call folder. */
    public String contentHash() {
        return ContentHash.shortOf(call.key(), new TreeMap<>(asReceived).toString());
    }
}
