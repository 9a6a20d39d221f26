package io.aftercall.simulator;

import io.aftercall.simulator.pbx.PlacedCall;
import io.aftercall.simulator.pbx.Post;
import io.aftercall.simulator.pbx.TelephonySystem;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A notification ready to be posted, as often and in whatever order one likes: the same one says the same.
 *
 * @param source the telephony system it is of
 * @param file name of the recording it tells of
 * @param endedAt when the call ended, to the second
 */
public record Notification(String callId, String source, String file, Instant endedAt, Post post) {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** All that the system posts of the call, in order. */
    public static List<Notification> of(TelephonySystem system, PlacedCall call) {
        return system.posts(call).stream()
                .map(post ->
                        new Notification(call.id(), system.name(), call.call().fileName(), call.end(), post))
                .toList();
    }

    /** The POST of it to the server at this base URL, to be answered within 10 s. */
    public HttpRequest to(URI target) {
        String url = target.toString().replaceFirst("/+$", "") + post.path();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", post.contentType())
                .timeout(LIMIT)
                .POST(HttpRequest.BodyPublishers.ofString(post.body()));
        post.headers().to(url).forEach(request::header);
        return request.build();
    }
}
