package io.aftercall.infra.faults;

import io.aftercall.ingest.Call;
import io.aftercall.simulator.Notification;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * Posts notifications in a disorder drawn from a seed, three of ten of them twice, each until it is accepted, and never
 * many more than the line has dealt with, so that hangups come in from the first fault to the last.
 */
final class Telephony implements AutoCloseable {
    private static final double TWICE = 0.3;
    private static final int LINES = 8;

    private final List<Notification> order;
    private final URI target;
    private final IntSupplier dealtWith;
    private final int ahead;
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger posts = new AtomicInteger();
    private final AtomicInteger again = new AtomicInteger();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> lines = new ArrayList<>();

    Telephony(List<Notification> calls, long seed, URI target, IntSupplier dealtWith) {
        Random random = new Random(seed);
        this.order = new ArrayList<>(calls);
        List<Notification> shuffled = new ArrayList<>(calls);
        Collections.shuffle(shuffled, random);
        order.addAll(shuffled.subList(0, (int) Math.round(calls.size() * TWICE)));
        Collections.shuffle(order, random);
        this.target = target;
        this.dealtWith = dealtWith;
        this.ahead = Math.max(100, calls.size() / 10);
    }

    void start() {
        for (int i = 0; i < LINES; i++) {
            lines.add(threads.submit(() -> {
                post();
                return null;
            }));
        }
    }

    private void post() throws InterruptedException {
        for (int i = next.getAndIncrement(); i < order.size(); i = next.getAndIncrement()) {
            while (accepted.size() - dealtWith.getAsInt() > ahead) {
                Thread.sleep(20);
            }
            untilAccepted(order.get(i));
        }
    }

    private void untilAccepted(Notification notification) throws InterruptedException {
        while (true) {
            try {
                posts.incrementAndGet();
                int status = http.send(notification.to(target), HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                if (status == 202) {
                    accepted.add(Call.keyOf(notification.source(), notification.callId()));
                    return;
                }
                if (status != 503) {
                    throw new IllegalStateException(
                            "the webhook answered " + notification.callId() + " with " + status);
                }
            } catch (IOException e) {
                // A service that is just being killed or started: the same as a 503 to a telephony system.
            }
            again.incrementAndGet();
            Thread.sleep(500);
        }
    }

    /** Throws what went wrong, if anything did. */
    boolean isDone() throws Exception {
        for (Future<?> line : lines) {
            if (!line.isDone()) {
                return false;
            }
            line.get();
        }
        return true;
    }

    /** The calls, by their keys, of which a notification was answered 202. */
    Set<String> accepted() {
        return Collections.unmodifiableSet(accepted);
    }

    /** How many times something was posted. */
    int posts() {
        return posts.get();
    }

    /** How many of them were answered 503 or not at all. */
    int refused() {
        return again.get();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
