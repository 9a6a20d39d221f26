package io.aftercall.infra.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Posts hangups: as fast as a few connections can, or at an even pace. */
final class Poster {
    private static final int CONNECTIONS = 8;
    private static final int ATTEMPTS = 60;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Semaphore places = new Semaphore(CONNECTIONS);
    private final AtomicInteger refused = new AtomicInteger();
    private final URI target;

    Poster(String url) {
        this.target = URI.create(url);
    }

    /**
     * Returns when all are posted.
     *
     * @param perSecond 0: as fast as possible
     */
    void post(List<PostedCall> calls, double perSecond) throws InterruptedException {
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < calls.size(); i++) {
                PostedCall call = calls.get(i);
                if (perSecond > 0) {
                    long due = start + (long) (i / perSecond * 1e9);
                    Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
                }
                places.acquire();
                threads.execute(() -> {
                    try {
                        post(call);
                    } finally {
                        places.release();
                    }
                });
            }
        }
    }

    /** Answers other than 2xx, and connections without one. */
    int refused() {
        return refused.get();
    }

    private void post(PostedCall call) {
        long first = System.nanoTime();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long start = System.nanoTime();
            if (isTaken(call)) {
                call.posted(first, (System.nanoTime() - start) / 1e6);
                return;
            }
            refused.incrementAndGet();
            try {
                Thread.sleep(500);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private boolean isTaken(PostedCall call) {
        try {
            return client.send(call.hangUp().to(target), HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            / 100
                    == 2;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
