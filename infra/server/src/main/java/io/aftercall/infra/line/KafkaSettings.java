package io.aftercall.infra.line;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings under {@code aftercall.kafka}.
 *
 * @param bootstrapServers host:port, several with commas
 * @param partitions of a topic that does not exist yet; the most processes a stage can be spread over
 * @param replicationFactor of a topic that does not exist yet; unset: the brokers' default
 * @param retention how long events stay; what can be replayed after a mistake
 * @param failedRetention how long failures and what could not be read stay listed and can be replayed
 * @param publishTimeout how long the brokers may take to confirm; longer rides out a hiccup, but a webhook must be answered
 *     within 5 s
 * @param retryFirst pause after a first failed attempt, doubling from there
 * @param retryLongest longest pause between attempts; longer spares a struggling dependency, shorter resumes sooner
 * @param retryAfterLongest how far a dependency's Retry-After is obeyed; a mistaken one must not park a call for days
 * @param inPlace how long a record waits where it is; longer ones go through a delay topic, so that little is held back
 *     behind them, at the price of being written twice more; shorter ones too while the records at rest are so many that the
 *     stage takes in no others
 * @param later how long those are put off, shortest first; each is a topic beside each topic of the line
 * @param blame how long a record has to fail alone, eight times at least, before its call has failed
 * @param drainLimit how long a stop waits for work under way
 * @param instance a name that stays the same over restarts of this process and is used by no other: its partitions then
 *     wait for it instead of moving; unset for processes that come and go
 * @param client what every client of Kafka is told besides, by the names in Kafka's documentation, such as {@code
 *     security.protocol}, {@code sasl.mechanism}, {@code sasl.jaas.config} and {@code ssl.truststore.location}
 */
@ConfigurationProperties(value = "aftercall.kafka", ignoreUnknownFields = false)
public record KafkaSettings(
        String bootstrapServers,
        @DefaultValue("12") int partitions,
        @Nullable Short replicationFactor,
        @DefaultValue("14d") Duration retention,
        @DefaultValue("365d") Duration failedRetention,
        @DefaultValue("4s") Duration publishTimeout,
        @DefaultValue("500ms") Duration retryFirst,
        @DefaultValue("30s") Duration retryLongest,
        @DefaultValue("10m") Duration retryAfterLongest,
        @DefaultValue("30s") Duration inPlace,
        @DefaultValue({"1m", "10m", "1h"}) List<Duration> later,
        @DefaultValue("30m") Duration blame,
        @DefaultValue("25s") Duration drainLimit,
        @Nullable String instance,
        @DefaultValue Map<String, String> client) {

    public KafkaSettings {
        client = Map.copyOf(client);
    }

    /** The properties of a client that is for this Kafka. */
    Map<String, Object> with(Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(client);
        all.putAll(properties);
        all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return all;
    }
}
