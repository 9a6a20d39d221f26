package io.aftercall.analyze;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code aftercall.audit}.
 *
 * @param patience how long a request is kept until its call is judged, then 202 tells where the result will be; longer spares
 *     clients a second request, shorter spares what lies between from cutting connections off
 * @param maxText characters of a text, the recording of which would be of some four hours; longer ones cost more to judge
 */
@Validated
@ConfigurationProperties(value = "aftercall.audit", ignoreUnknownFields = false)
public record AuditSettings(
        @DefaultValue("60s") @DurationMin(millis = 0) Duration patience,
        @DefaultValue("200000") @Min(1) int maxText) {}
