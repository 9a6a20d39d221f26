package io.aftercall.analyze;

import io.aftercall.ingest.Call.References;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
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
 * @param maxInputChars of one request's utterances; about 4 characters of English, 2.5 of Russian or 1 of Chinese make a token;
 *     a longer call is judged in parts, which costs a request for each and one more, and sees less of the whole at a time
 * @param rubrics a folder of rubrics of one's own, for example {@code file:/etc/aftercall/rubrics}; one with a shipped one's
 *     id replaces it; a changed one judges calls that come again anew
 * @param tagRules the file of rules that give calls tags, for example {@code file:/etc/aftercall/tags.yaml}
 * @param price of the model, for costs that are shown before they are made
 * @param fallback what becomes of calls while the model is away
 * @param fallbackAfter how long it has to be away before the offline engine stands in; shorter reminds sooner, longer spares calls
 *     that will be judged again a verdict for moments; one that is asked too much (HTTP 429) is not away
 * @param secondLook pause between two calls that try whether it is back, of those that are to be judged again because it was
 *     away; once one is judged, the others follow as fast as they are
 * @param routes which calls are judged by which rubric; the first that fits counts, unless the call names its mode itself
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
        @DefaultValue("60000") @Min(1000) int maxInputChars,
        @Nullable String rubrics,
        @DefaultValue List<@Valid Route> routes,

        @DefaultValue("classpath:tags/default.yaml") @NotBlank String tagRules,

        @DefaultValue @Valid Price price,

        @DefaultValue("wait") Fallback fallback,

        @DefaultValue("1m") @DurationMin(millis = 0) Duration fallbackAfter,

        @DefaultValue("1m") @DurationMin(millis = 1) Duration secondLook) {

    public AnalyzeSettings {
        routes = List.copyOf(routes);
    }

    /**
     * What the model's provider charges for a million tokens; costs are only shown where it is set.
     *
     * @param input of a request
     * @param output of an answer, its reasoning included
     */
    public record Price(
            @DecimalMin("0") @Nullable Double input,
            @DecimalMin("0") @Nullable Double output,
            @DefaultValue("USD") @NotBlank String currency) {

        /** Absent where the price is not known. */
        public @Nullable Double of(Tokens tokens) {
            return input == null || output == null ? null : (tokens.input() * input + tokens.output() * output) / 1e6;
        }
    }

    /**
     * Calls whose references are all that is given here.
     *
     * @param orgCode the team
     * @param rubric the id of the rubric they are judged by
     */
    public record Route(
            @Nullable String tenantCode,
            @Nullable String orgCode,
            @Nullable String taskId,
            @NotBlank String rubric) {

        boolean fits(References call) {
            return fits(tenantCode, call.tenantCode()) && fits(orgCode, call.orgCode()) && fits(taskId, call.taskId());
        }

        private static boolean fits(@Nullable String wanted, @Nullable String found) {
            return wanted == null || wanted.equals(found);
        }
    }

    /** While the model is away. */
    public enum Fallback {
        /** Calls wait for it. */
        WAIT,
        /** The offline engine judges them for now; once the model is back they are judged again. */
        OFFLINE
    }

    /** Who proposes. */
    public enum Choice {
        AUTO,
        MODEL,
        OFFLINE
    }
}
