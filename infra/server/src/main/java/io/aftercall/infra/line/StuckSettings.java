package io.aftercall.infra.line;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code aftercall.stuck}.
 *
 * @param limit how long nothing may be heard of a call whose stage acknowledged it, and the pause before it is driven
 *     again once more; shorter finds a lost call sooner and repeats more of what was only slow
 * @param check pause between two looks; shorter finds a call closer to the limit, each look asks Kafka for its offsets
 */
@Validated
@ConfigurationProperties(value = "aftercall.stuck", ignoreUnknownFields = false)
public record StuckSettings(
        @DefaultValue("1h") @NotNull @DurationMin(millis = 1)
        Duration limit,

        @DefaultValue("1m") @NotNull @DurationMin(millis = 1)
        Duration check) {}
