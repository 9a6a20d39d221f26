package io.aftercall.analyze;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code aftercall.emotion}.
 *
 * @param maxText characters of one communication; above some 5,000 a model tells less of each part
 * @param inFlight texts or customers of one request that are looked at at the same time; more answers sooner and takes
 *     more of the model's and the index's time from others
 */
@Validated
@ConfigurationProperties(value = "aftercall.emotion", ignoreUnknownFields = false)
public record EmotionSettings(
        @DefaultValue("20000") @Min(1) int maxText,
        @DefaultValue("8") @Min(1) int inFlight) {}
