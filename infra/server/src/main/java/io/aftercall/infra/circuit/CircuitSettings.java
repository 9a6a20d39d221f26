package io.aftercall.infra.circuit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings under {@code aftercall.circuit}.
 *
 * @param window how many of the latest requests to a dependency are looked at; a longer one opens later
 * @param least how many requests are seen before anything is concluded from them
 * @param failureRate share of failed ones, in per cent, at which the circuit opens; lower spares a struggling dependency
 *     more calls, and waits where trying again would have done
 * @param firstProbe after how long an open circuit lets a first request through, doubling from there
 * @param lastProbe longest time between two probes; longer notices later that a dependency is back
 * @param brokerProbe the same for Kafka, without which no webhook can be accepted
 */
@ConfigurationProperties(value = "aftercall.circuit", ignoreUnknownFields = false)
public record CircuitSettings(
        @DefaultValue("10") int window,
        @DefaultValue("4") int least,
        @DefaultValue("60") float failureRate,
        @DefaultValue("1s") Duration firstProbe,
        @DefaultValue("30s") Duration lastProbe,
        @DefaultValue("2s") Duration brokerProbe) {}
