package io.aftercall.analyze;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code aftercall.review}.
 *
 * @param objections how long after a call was judged its agent can object; longer is fairer to who was away, shorter makes
 *     figures final sooner
 */
@Validated
@ConfigurationProperties(value = "aftercall.review", ignoreUnknownFields = false)
public record ReviewSettings(
        @DefaultValue("7d") @DurationMin(seconds = 1) Duration objections) {}
