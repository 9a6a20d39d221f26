package io.aftercall.analyze.model;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientImpl;
import com.openai.client.okhttp.OkHttpClient;
import com.openai.core.ClientOptions;
import java.util.Objects;

/**
 * The SDK's client, on sockets that send at once what is written, as the service's own has: of a question larger than 8 KiB
 * each piece waits 40 ms otherwise, which is most of the time that hundreds of small tests take.
 */
public final class PromptModelClient {
    private PromptModelClient() {}

    public static OpenAIClient of(String address) {
        OkHttpClient plain = OkHttpClient.builder().build();
        return new OpenAIClientImpl(ClientOptions.builder()
                .httpClient(new OkHttpClient(plain.getOkHttpClient$openai_java_client_okhttp()
                        .newBuilder()
                        .addNetworkInterceptor(exchange -> {
                            Objects.requireNonNull(exchange.connection())
                                    .socket()
                                    .setTcpNoDelay(true);
                            return exchange.proceed(exchange.request());
                        })
                        .build()))
                .baseUrl(address)
                .apiKey("test")
                .maxRetries(0)
                .build());
    }
}
