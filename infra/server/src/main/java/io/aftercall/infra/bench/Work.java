package io.aftercall.infra.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** What a slow stage does: one HTTP request with the event, whose answer is the next event. */
final class Work implements UnaryOperator<byte[]> {
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI address;
    private final AtomicLong began = new AtomicLong(Long.MAX_VALUE);

    Work(StandIns standIns) {
        this.address = URI.create(standIns.openAiUrl() + "/embeddings");
    }

    /** An event that is a request too; its latency depends on the number and the simulator's seed. */
    static byte[] event(String kind, int number) {
        return "{\"model\":\"bench\",\"dimensions\":4,\"input\":\"%s %d\"}"
                .formatted(kind, number)
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] apply(byte[] event) {
        began.accumulateAndGet(System.currentTimeMillis(), Math::min);
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer simulated")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(event))
                .build();
        try {
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("the simulator answered HTTP " + answer.statusCode());
            }
            return answer.body();
        } catch (IOException e) {
            throw new IllegalStateException("the simulator did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while it waited for the simulator", e);
        }
    }

    /** When the first request since the last {@link #reset} was made, in milliseconds since 1970. */
    long beganAt() {
        return began.get();
    }

    void reset() {
        began.set(Long.MAX_VALUE);
    }
}
