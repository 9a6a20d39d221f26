package io.aftercall.infra.client;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Addresses under {@code aftercall}: the object store, the index and the models. */
@ConfigurationProperties("aftercall")
public record ClientSettings(
        @DefaultValue S3 s3,
        Elasticsearch elasticsearch,
        @DefaultValue OpenAi openai,
        @DefaultValue OpenAi speech) {

    /**
     * @param endpoint unset: Amazon's own
     * @param bucket created when it is not there
     * @param accessKey unset, like the secret: found where Amazon's SDKs look for credentials
     */
    public record S3(
            @Nullable URI endpoint,
            @DefaultValue("us-east-1") String region,
            @DefaultValue("aftercall") String bucket,
            @Nullable String accessKey,
            @Nullable String secretKey) {}

    /** @param apiKey for a cluster with security */
    public record Elasticsearch(URI url, @Nullable String apiKey) {}

    /**
     * OpenAI, or any server that speaks its API.
     *
     * @param baseUrl ends in /v1
     * @param timeout for a whole request; longer allows for longer calls, shorter notices a hanging server sooner
     */
    public record OpenAi(
            @Nullable String baseUrl,
            @Nullable String apiKey,
            @DefaultValue("5m") Duration timeout) {

        boolean isConfigured() {
            return has(baseUrl) || has(apiKey);
        }

        /** What is not set here is taken from {@code other}. */
        OpenAi or(OpenAi other) {
            return new OpenAi(has(baseUrl) ? baseUrl : other.baseUrl, has(apiKey) ? apiKey : other.apiKey, timeout);
        }

        String address() {
            return has(baseUrl) ? String.valueOf(baseUrl) : "https://api.openai.com/v1";
        }

        private static boolean has(@Nullable String value) {
            return value != null && !value.isBlank();
        }
    }
}
