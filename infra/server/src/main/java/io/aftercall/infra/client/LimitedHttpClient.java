package io.aftercall.infra.client;

import com.openai.core.RequestOptions;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpRequestBody;
import com.openai.core.http.HttpResponse;
import com.openai.errors.OpenAIException;
import io.aftercall.ingest.TransientFailure;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sends requests to a provider as its limiter lets them pass, and tells the limiter what came of them. */
final class LimitedHttpClient implements HttpClient {
    private static final Pattern LONGEST_ANSWER =
            Pattern.compile("\"max_(?:completion_|output_)?tokens\"\\s*:\\s*(\\d{1,9})");
    private static final int BYTES_PER_TOKEN = 4;

    private final HttpClient provider;
    private final ProviderLimiter limiter;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Tags tags;

    LimitedHttpClient(HttpClient provider, ProviderLimiter limiter, Clock clock, MeterRegistry meters) {
        this.provider = provider;
        this.limiter = limiter;
        this.clock = clock;
        this.meters = meters;
        this.tags = Tags.of(
                "provider",
                limiter.provider().instance(),
                "kind",
                limiter.provider().kindName());
        gauge("inflight", "requests under way", null, ProviderLimiter::inFlight);
        gauge("allowed", "requests it seems to bear at the same time", null, ProviderLimiter::allowed);
        gauge("held", "left of the pause it asked for", "seconds", l -> l.held().toMillis() / 1e3);
    }

    private void gauge(
            String name, String description, @Nullable String unit, ToDoubleFunction<ProviderLimiter> value) {
        Gauge.builder("aftercall.provider." + name, limiter, value)
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(meters);
    }

    /** @throws TransientFailure without a request, while it is not its turn for long */
    @Override
    public HttpResponse execute(HttpRequest request, RequestOptions options) {
        ProviderPace.Place place = place(request);
        Report report = Report.without(Outcome.ABANDONED);
        try {
            ProviderAnswer answer = ProviderAnswer.read(provider.execute(request, options));
            report = answer.report(clock.instant());
            return answer;
        } catch (OpenAIException e) {
            if (!Thread.currentThread().isInterrupted()) {
                report = Report.without(Outcome.UNANSWERED);
            }
            throw e;
        } finally {
            limiter.leave(place, report);
            count(report.outcome());
        }
    }

    private ProviderPace.Place place(HttpRequest request) {
        try {
            return limiter.enter(limiter.countsTokens() ? tokens(request) : 0);
        } catch (TransientFailure e) {
            count(Outcome.WITHHELD);
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TransientFailure.outage("interrupted before its request to " + limiter.provider() + " was sent", e);
        }
    }

    private void count(Outcome outcome) {
        meters.counter("aftercall.provider.requests", tags.and("outcome", outcome.label()))
                .increment();
    }

    /** Question and longest answer of a chat; what audio costs is only known afterwards. */
    static long tokens(HttpRequest request) {
        HttpRequestBody body = request.body();
        if (body == null
                || !body.repeatable()
                || !String.valueOf(body.contentType()).startsWith("application/json")) {
            return 0;
        }
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        body.writeTo(json);
        Matcher answer = LONGEST_ANSWER.matcher(json.toString(StandardCharsets.UTF_8));
        return json.size() / BYTES_PER_TOKEN + (answer.find() ? Long.parseLong(answer.group(1)) : 0);
    }

    @Override
    public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
        return CompletableFuture.supplyAsync(() -> execute(request, options), Thread::startVirtualThread);
    }

    @Override
    public void close() {
        provider.close();
    }
}
