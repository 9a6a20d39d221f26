package io.aftercall.infra.client;

import com.openai.core.http.Headers;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The {@code x-ratelimit-*} headers of an answer, as OpenAI and those that speak its API send them. */
record RateHeaders(Budget requests, Budget tokens) {
    static final RateHeaders NONE = new RateHeaders(new Budget(null, null, null), new Budget(null, null, null));

    private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|us|µs|d|h|m|s|$)");

    /**
     * @param limit a minute, as a rule
     * @param reset until all of it is there again
     */
    record Budget(
            @Nullable Long limit,
            @Nullable Long remaining,
            @Nullable Duration reset) {
        /** How long it lasts that nothing is left. */
        Optional<Duration> exhausted() {
            return remaining != null && remaining <= 0 ? Optional.ofNullable(reset) : Optional.empty();
        }
    }

    static RateHeaders of(Headers headers) {
        return new RateHeaders(budget(headers, "requests"), budget(headers, "tokens"));
    }

    /** How long the provider is to be left alone, since a budget is used up. */
    @Nullable Duration exhausted() {
        return Stream.of(requests.exhausted(), tokens.exhausted())
                .flatMap(Optional::stream)
                .max(Duration::compareTo)
                .orElse(null);
    }

    private static Budget budget(Headers headers, String what) {
        return new Budget(
                number(value(headers, "x-ratelimit-limit-" + what)),
                number(value(headers, "x-ratelimit-remaining-" + what)),
                duration(value(headers, "x-ratelimit-reset-" + what)));
    }

    private static String value(Headers headers, String name) {
        return headers.values(name).stream().findFirst().orElse("").strip();
    }

    private static @Nullable Long number(String text) {
        return text.matches("\\d{1,18}") ? Long.valueOf(text) : null;
    }

    /** {@code 6m0s}, {@code 120ms}, {@code 1h2m3.5s}; without a unit seconds; null when it is none of these. */
    static @Nullable Duration duration(String text) {
        Matcher part = PART.matcher(text);
        Duration sum = Duration.ZERO;
        int read = 0;
        while (read < text.length() && part.find(read) && part.start() == read) {
            sum = sum.plusNanos((long) (Double.parseDouble(part.group(1)) * nanos(part.group(2))));
            read = part.end();
        }
        return read == 0 || read < text.length() ? null : sum;
    }

    private static double nanos(String unit) {
        return switch (unit) {
            case "us", "µs" -> 1e3;
            case "ms" -> 1e6;
            case "m" -> 60e9;
            case "h" -> 3600e9;
            case "d" -> 86_400e9;
            default -> 1e9;
        };
    }
}
