package io.aftercall.simulator;

import io.aftercall.simulator.calls.SampleCall;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Hangs up the calls of the folder: posts the notification each kind of telephone system would post. */
final class Switchboard {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<SampleCall> calls;
    private final Map<String, Double> seconds;
    private final Dialects dialects;
    private final HttpClient client = HttpClient.newHttpClient();
    /** The hour of a run is kept, so that posting a run twice says the same twice. */
    private final Map<String, Instant> runs = new ConcurrentHashMap<>();

    Switchboard(List<SampleCall> calls, Map<String, Double> seconds, String pbxUrl) {
        this.calls = calls;
        this.seconds = seconds;
        this.dialects = new Dialects(pbxUrl);
    }

    List<HangUp> hangUp(URI target, String runPrefix) {
        Instant end = runs.computeIfAbsent(runPrefix, r -> Instant.now().truncatedTo(ChronoUnit.SECONDS));
        List<HangUp> posted = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            SampleCall call = calls.get(i);
            long millis = Math.round(seconds.getOrDefault(call.id(), 0.0) * 1000);
            Notification notification = dialects.of(call, runPrefix, i + 1, millis, end);
            posted.add(new HangUp(
                    notification.callId(),
                    notification.source(),
                    call.fileName(),
                    untilTaken(notification.to(target))));
        }
        return posted;
    }

    /** Posts until 2xx, for a minute at most; the last status, or 0 when there was no answer. */
    private int untilTaken(HttpRequest request) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        int status = 0;
        for (long pause = 100; ; pause = Math.min(2_000, pause * 2)) {
            try {
                status = client.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
            } catch (IOException e) {
                status = 0;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return status;
            }
            if (status / 100 == 2 || System.nanoTime() + pause * 1_000_000 > end) {
                return status;
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return status;
            }
        }
    }
}
