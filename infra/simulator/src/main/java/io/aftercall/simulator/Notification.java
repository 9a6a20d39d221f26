package io.aftercall.simulator;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;

/**
 * A hangup notification ready to be posted, as often and in whatever order one likes: the same one says the same.
 *
 * @param source the dialect it is in: generic or robot
 * @param file name of the recording it tells of
 * @param endedAt when the call ended, to the second
 * @param path of the webhook that takes it
 */
public record Notification(
        String callId, String source, String file, Instant endedAt, String path, String contentType, String body) {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** The POST of it to the server at this base URL, to be answered within 10 s. */
    public HttpRequest to(URI target) {
        return HttpRequest.newBuilder(URI.create(target.toString().replaceFirst("/+$", "") + path))
                .header("Content-Type", contentType)
                .timeout(LIMIT)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
