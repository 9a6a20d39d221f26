package io.aftercall.analyze;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code aftercall.analyze}.
 *
 * @param engine auto: the model where there is one, else the offline engine; model refuses to start without one; offline
 *     asks nobody, costs nothing and understands less
 * @param model the chat model's id; a larger one judges better, slower and dearer; a change judges calls that come again anew
 * @param temperature 0-2, lower repeats itself more; unset leaves it to the model, and reasoning models refuse it
 * @param inFlight calls being judged at the same time; more finishes a backlog sooner and holds more transcripts in memory
 * @param requestTimeout for one model request; shorter frees its place sooner, longer spares a slow answer paid for already
 * @param maxOutputTokens of one answer, its reasoning included; too few cut long calls' answers off, which costs a repair
 * @param rubric where the rubric lies, for example {@code file:rubric.yaml}; a changed one judges calls that come again anew
 */
@Validated
@ConfigurationProperties(value = "aftercall.analyze", ignoreUnknownFields = false)
public record AnalyzeSettings(
        @DefaultValue("auto") Choice engine,
        @DefaultValue("gpt-5.4-mini") @NotBlank String model,
        @DecimalMin("0") @DecimalMax("2") @Nullable Double temperature,
        @DefaultValue("64") @Min(1) int inFlight,
        @DefaultValue("2m") @DurationMin(millis = 1) Duration requestTimeout,
        @DefaultValue("16000") @Min(256) int maxOutputTokens,
        @DefaultValue("classpath:rubrics/dialogue.yaml") Resource rubric) {

    /** Who proposes. */
    public enum Choice {
        AUTO,
        MODEL,
        OFFLINE
    }
}
