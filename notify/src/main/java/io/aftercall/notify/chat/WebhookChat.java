package io.aftercall.notify.chat;

import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.notify.Chat;
import io.aftercall.notify.Reminder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A chat, or whatever stands before one, that takes plain JSON: {@code {"type":"reminder","id","timestamp","text","data"}},
 * with the reminder's id in the header {@code webhook-id} too, which stays the same when a post is repeated.
 */
public final class WebhookChat implements Chat {
    /** The message itself is at fault. */
    private static final Set<Integer> REFUSED = Set.of(400, 413, 415, 422);

    private static final int TOO_MANY = 429;

    private final URI address;
    private final Duration timeout;
    private final Clock clock;
    private final HttpClient http;
    private final Dependency dependency;
    private final Gate gate;

    public WebhookChat(URI address, Duration timeout, Clock clock, Gate gate) {
        this.dependency = Dependency.at(Dependency.Kind.CHAT, address);
        this.gate = gate;
        this.address = address;
        this.timeout = timeout;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    private record Message(String type, String id, Instant timestamp, String text, Reminder data) {}

    @Override
    public void post(Reminder reminder) {
        Message message = new Message(
                "reminder", reminder.id(), clock.instant(), reminder.text() + "\n" + reminder.link(), reminder);
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header("webhook-id", reminder.id())
                .POST(HttpRequest.BodyPublishers.ofByteArray(CallJson.write(message)))
                .build();
        gate.run(dependency, reminder.callKey(), () -> deliver(reminder, request));
    }

    private void deliver(Reminder reminder, HttpRequest request) {
        HttpResponse<Void> response = send(reminder, request);
        int status = response.statusCode();
        // The address is a secret: only its host is named.
        String fact = "chat at %s answered HTTP %d to reminder %s of call %s"
                .formatted(address.getHost(), status, reminder.id(), reminder.callKey());
        if (REFUSED.contains(status)) {
            throw new PermanentFailure(fact);
        }
        if (status == TOO_MANY) {
            throw TransientFailure.tooMany(fact, retryAfter(response), null);
        }
        // Everything else is mended by time or by people: a wrong address or key must not cost a reminder.
        if (status >= 300) {
            throw TransientFailure.busy(fact, retryAfter(response), null);
        }
    }

    private static @Nullable Duration retryAfter(HttpResponse<Void> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(seconds -> seconds.matches("\\d{1,6}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(null);
    }

    /** The limit is for the whole exchange: a chat that stalls within its answer must not stop the others. */
    private HttpResponse<Void> send(Reminder reminder, HttpRequest request) {
        CompletableFuture<HttpResponse<Void>> exchange =
                http.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        try {
            return exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            exchange.cancel(true);
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String reason = cause.getMessage() == null ? "no answer" : cause.getMessage();
            throw TransientFailure.outage(
                    "chat at %s did not take reminder %s of call %s: %s"
                            .formatted(address.getHost(), reminder.id(), reminder.callKey(), reason),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TransientFailure.outage("stopped while posting reminder " + reminder.id(), e);
        }
    }
}
