package io.aftercall.infra.client;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** Addresses under {@code aftercall}: the object store, the index and the models. */
@Validated
@ConfigurationProperties("aftercall")
public record ClientSettings(
        @DefaultValue S3 s3,
        Elasticsearch elasticsearch,
        @DefaultValue @Valid OpenAi openai,
        @DefaultValue @Valid OpenAi speech) {

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
     * @param limit how much of it one process uses
     */
    public record OpenAi(
            @Nullable String baseUrl,
            @Nullable String apiKey,
            @DefaultValue("5m") Duration timeout,
            @DefaultValue @Valid Limit limit) {

        boolean isConfigured() {
            return has(baseUrl) || has(apiKey);
        }

        /** What is not set here is taken from {@code other}. */
        OpenAi or(OpenAi other) {
            return new OpenAi(
                    has(baseUrl) ? baseUrl : other.baseUrl, has(apiKey) ? apiKey : other.apiKey, timeout, limit);
        }

        String address() {
            return has(baseUrl) ? String.valueOf(baseUrl) : "https://api.openai.com/v1";
        }

        private static boolean has(@Nullable String value) {
            return value != null && !value.isBlank();
        }
    }

    /**
     * What one process may ask of one provider; several processes share an account's limits by dividing them. What the
     * provider's own headers allow holds where it is less.
     *
     * @param requestsInFlight at the same time; more is faster until the provider slows down or answers 429
     * @param requestsPerMinute unset: as many as the provider takes, which it tells in its headers or by answering 429; set
     *     where others use the same account, or where a server tells nothing
     * @param tokensPerMinute question and longest allowed answer count before a chat request, what it really cost after it;
     *     unset likewise
     * @param longestWait a request whose turn is further away goes back into the line; longer keeps its call's place at
     *     work occupied, shorter sends more calls away and back
     */
    public record Limit(
            @DefaultValue("32") @Min(1) int requestsInFlight,
            @Nullable @Min(1) Integer requestsPerMinute,
            @Nullable @Min(1) Integer tokensPerMinute,
            @DefaultValue("5s") @DurationMin(millis = 0) Duration longestWait) {}
}
