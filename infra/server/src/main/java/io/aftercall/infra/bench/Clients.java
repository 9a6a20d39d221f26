package io.aftercall.infra.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;

/** Clients of an API that come one after the other and then ask again as soon as they are answered. */
final class Clients implements AutoCloseable {
    private final int concurrent;
    private final long nanosApart;
    // Else each request offers an upgrade that the server has to decline.
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** @param concurrent requests at the same time */
    Clients(int concurrent) {
        this(concurrent, Duration.ZERO);
    }

    /**
     * @param concurrent requests at the same time
     * @param arrival the time within which the first requests of all clients are made: where every answer takes the same
     *     time, those who come at the same moment would stay together for good
     */
    Clients(int concurrent, Duration arrival) {
        this.concurrent = concurrent;
        this.nanosApart = arrival.toNanos() / concurrent;
    }

    /**
     * How they were answered.
     *
     * @param millis each answer took, in the order they came
     * @param failed requests that were not answered, or not with what was asked for
     * @param seconds for all requests together
     */
    record Answered(List<Double> millis, int failed, double seconds) {}

    /** @param isAnswer whether the body of a 200 is what was asked for */
    Answered ask(int requests, IntFunction<HttpRequest> request, Predicate<byte[]> isAnswer)
            throws InterruptedException {
        List<Double> millis = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger failed = new AtomicInteger();
        Semaphore places = new Semaphore(concurrent);
        long begun = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < requests; n++) {
                HttpRequest next = request.apply(n);
                places.acquire();
                if (n < concurrent) {
                    LockSupport.parkNanos(begun + n * nanosApart - System.nanoTime());
                }
                threads.execute(() -> {
                    long start = System.nanoTime();
                    try {
                        HttpResponse<byte[]> answer = client.send(next, HttpResponse.BodyHandlers.ofByteArray());
                        millis.add((System.nanoTime() - start) / 1e6);
                        if (answer.statusCode() != 200 || !isAnswer.test(answer.body())) {
                            failed.incrementAndGet();
                        }
                    } catch (IOException | JacksonException e) {
                        failed.incrementAndGet();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        places.release();
                    }
                });
            }
        }
        return new Answered(millis, failed.get(), (System.nanoTime() - begun) / 1e9);
    }

    @Override
    public void close() {
        client.close();
    }
}
