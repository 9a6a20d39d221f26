package io.aftercall.transcribe;

import com.openai.core.http.Headers;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIServiceException;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TransientFailure;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an error of the OpenAI API means for the call it was asked about, whichever of its models was asked. */
public final class ModelFailure {
    /** The request itself is at fault. A refused key (401, 403) or an unknown model (404) is ours to mend: the call waits. */
    private static final Set<Integer> REFUSED = Set.of(400, 413, 415, 422);

    private ModelFailure() {}

    /** @param model as people call it: "the speech model" */
    public static RuntimeException of(String model, String callKey, OpenAIException e) {
        if (!(e instanceof OpenAIServiceException answered)) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return TransientFailure.outage(
                    "%s did not answer on call %s: %s".formatted(model, callKey, cause.getMessage()), e);
        }
        int status = answered.statusCode();
        // What is said about a key is not for a call's timeline.
        String said = status == 401 || status == 403 ? status + ", our key is refused" : answered.getMessage();
        String fact = "%s answered call %s with %s".formatted(model, callKey, said);
        if (REFUSED.contains(status)) {
            return new PermanentFailure(fact, e);
        }
        Duration retryAfter = retryAfter(answered.headers(), Instant.now());
        return status == 429
                ? TransientFailure.tooMany(fact, retryAfter, e)
                : TransientFailure.busy(fact, retryAfter, e);
    }

    /** How long its {@code Retry-After} asks us to stay away (RFC 9110, 10.2.3: seconds or an HTTP date); null without one. */
    public static @Nullable Duration retryAfter(Headers headers, Instant now) {
        String value =
                headers.values("retry-after").stream().findFirst().orElse("").strip();
        if (value.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            Instant when = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(now, when);
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
