package io.aftercall.ingest.webhook;

import io.aftercall.ingest.Seal;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A notification as it came in, before it is believed.
 *
 * @param path what follows the telephony system's own address, such as {@code events/summary}
 * @param url the public address it was sent to, with its query: what some systems sign
 * @param query the address's own parameters, decoded
 * @param header gives null for one that is not there
 */
record Notification(
        String path, String url, Map<String, String> query, UnaryOperator<@Nullable String> header, byte[] body) {

    /** Whether it carries this user and password (RFC 7617), and never when there is no password. */
    boolean isFrom(String user, @Nullable String password) {
        return password != null && Seal.isBasic(user, password, header.apply("Authorization"));
    }

    /** @throws BadNotification when the body is no HTML form */
    Fields form() {
        return new Fields(NotificationBody.form(NotificationBody.text(body)));
    }

    /** @throws BadNotification when the body is no JSON object */
    Fields json() {
        return new Fields(NotificationBody.json(NotificationBody.text(body)));
    }
}
