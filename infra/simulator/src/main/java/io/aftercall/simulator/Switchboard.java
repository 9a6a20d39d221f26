package io.aftercall.simulator;

import io.aftercall.simulator.calls.SampleCall;
import io.aftercall.simulator.pbx.PlacedCall;
import io.aftercall.simulator.pbx.TelephonySystem;
import io.aftercall.simulator.pbx.TelephonySystems;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Hangs up the calls of the folder: posts the notification each kind of telephone system would post. */
final class Switchboard {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<SampleCall> calls;
    private final Map<String, Double> seconds;
    private final String pbxUrl;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, List<PlacedCall>> placed = new ConcurrentHashMap<>();

    /** The hour of a run is kept, so that posting a run twice says the same twice. */
    private final Map<String, Instant> runs = new ConcurrentHashMap<>();

    Switchboard(List<SampleCall> calls, Map<String, Double> seconds, String pbxUrl) {
        this.calls = calls;
        this.seconds = seconds;
        this.pbxUrl = pbxUrl;
    }

    /**
     * @param system the one that all calls come through; null: each through its own
     * @param target null: nobody is told, the calls are only on the system's own list
     * @param only ids of the samples wanted; none: all
     */
    List<HangUp> hangUp(@Nullable URI target, String runPrefix, @Nullable TelephonySystem system, Set<String> only) {
        Instant end = runs.computeIfAbsent(runPrefix, r -> Instant.now().truncatedTo(ChronoUnit.SECONDS));
        List<HangUp> posted = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            SampleCall call = calls.get(i);
            if (!only.isEmpty() && !only.contains(call.id())) {
                continue;
            }
            long millis = Math.round(seconds.getOrDefault(call.id(), 0.0) * 1000);
            TelephonySystem through = system == null ? TelephonySystems.of(call) : system;
            PlacedCall placed = new PlacedCall(call, runPrefix, i + 1, Math.max(1, millis), end, pbxUrl);
            through(through).add(placed);
            if (target == null) {
                continue;
            }
            int status = 0;
            for (Notification notification : Notification.of(through, placed)) {
                status = untilTaken(notification.to(target));
                if (status / 100 != 2) {
                    break;
                }
            }
            posted.add(new HangUp(placed.id(), through.name(), call.fileName(), status));
        }
        return posted;
    }

    /** The calls that came through a system so far. */
    List<PlacedCall> through(TelephonySystem system) {
        return placed.computeIfAbsent(system.name(), name -> new CopyOnWriteArrayList<>());
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
