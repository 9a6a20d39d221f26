package io.aftercall.infra.client;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientImpl;
import com.openai.client.okhttp.OkHttpClient;
import com.openai.core.ClientOptions;
import com.openai.core.Timeout;
import com.openai.core.http.HttpClient;
import io.aftercall.infra.circuit.Circuits;
import io.aftercall.ingest.Dependency;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;

/** Makes the clients of model providers, each behind a limiter of its own: a provider's limits are per model. */
record Providers(Clock clock, MeterRegistry meters, Circuits circuits, Duration longestPause) {
    OpenAIClient client(Dependency.Kind kind, ClientSettings.OpenAi settings) {
        Timeout timeout = Timeout.builder()
                .connect(Duration.ofSeconds(5))
                .read(settings.timeout())
                .write(settings.timeout())
                .request(settings.timeout())
                .build();
        HttpClient http = prompt(OkHttpClient.builder()
                .timeout(timeout)
                // As many as may be used at once: by default all but five are closed, and opened anew, after each
                // request.
                .maxIdleConnections(settings.limit().requestsInFlight())
                .keepAliveDuration(Duration.ofMinutes(1))
                .build());
        Dependency provider = Dependency.at(kind, URI.create(settings.address()));
        ProviderLimiter limiter = new ProviderLimiter(provider, settings.limit(), longestPause, clock);
        circuits.onChange(() -> limiter.providerMayHaveGone(circuits.of(provider)::isOpen));
        return new OpenAIClientImpl(ClientOptions.builder()
                .httpClient(new LimitedHttpClient(http, limiter, clock, meters))
                .baseUrl(settings.address())
                // Servers of one's own often want no key, but the client insists on one.
                .apiKey(settings.apiKey() == null || settings.apiKey().isBlank() ? "none" : settings.apiKey())
                .timeout(timeout)
                .maxRetries(0)
                .build());
    }

    /**
     * The same client on sockets that send at once what is written (TCP_NODELAY). OkHttp writes a request in pieces of 8 KiB; by
     * default the last one waits until the server has acknowledged those before, which takes it 40 ms or a way there and
     * back. The SDK's builder has no setting for sockets, and the client's getter is internal to the SDK (hence its name), but
     * to build another one would be to do without its guard of the key.
     */
    static OkHttpClient prompt(OkHttpClient client) {
        return new OkHttpClient(client.getOkHttpClient$openai_java_client_okhttp()
                .newBuilder()
                .addNetworkInterceptor(exchange -> {
                    Objects.requireNonNull(exchange.connection()).socket().setTcpNoDelay(true);
                    return exchange.proceed(exchange.request());
                })
                .build());
    }
}
