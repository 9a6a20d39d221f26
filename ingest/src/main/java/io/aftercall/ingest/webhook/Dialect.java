package io.aftercall.ingest.webhook;

import io.aftercall.ingest.CallHungUp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One telephony system at the door, under {@code /webhook/<name>}: how it proves who it is, what it says, and what it takes for
 * "received".
 */
interface Dialect {
    /**
     * @param name in its address, and the source of its calls
     * @param secretSetting what switches it on
     * @param isOn whether that is set; until then nobody is believed
     */
    record Source(String name, String secretSetting, boolean isOn) {}

    Source source();

    /** Whether the notification is from whom it says, compared in constant time. */
    boolean isGenuine(Notification notification);

    /**
     * What the notification tells of calls: that one has ended, that its recording can be had, or both. Nothing when it is of
     * no interest.
     *
     * @throws BadNotification when it cannot be understood
     */
    List<CallHungUp> read(Notification notification, Instant receivedAt);

    /** Country of numbers without one, where the system is at home in one (ISO 3166); else the setting says. */
    default @Nullable String country() {
        return null;
    }

    /** The body of its 200. */
    default String receipt() {
        return "";
    }

    /** Content type of {@link #receipt()}. */
    default String receiptType() {
        return "text/plain";
    }
}
