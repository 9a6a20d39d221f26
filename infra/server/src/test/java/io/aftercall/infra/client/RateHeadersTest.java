package io.aftercall.infra.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.core.http.Headers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateHeadersTest {
    @ParameterizedTest
    @CsvSource({
        "1s, PT1S",
        "6m0s, PT6M",
        "120ms, PT0.12S",
        "1h2m3.5s, PT1H2M3.5S",
        "23h59m, PT23H59M",
        "1d, P1D",
        "7.66s, PT7.66S",
        "500µs, PT0.0005S",
        "30, PT30S"
    })
    void readsHowLongUntilTheReset(String header, Duration meant) {
        assertThat(RateHeaders.duration(header)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "s", "6m0x", "-1s", "1s "})
    void ignoresWhatIsNoDuration(String header) {
        assertThat(RateHeaders.duration(header)).isNull();
    }

    @Test
    void knowsTheLongestResetOfWhatIsUsedUp() {
        RateHeaders both = RateHeaders.of(Headers.builder()
                .put("x-ratelimit-limit-requests", "60")
                .put("X-RateLimit-Remaining-Requests", "0")
                .put("x-ratelimit-reset-requests", "1s")
                .put("x-ratelimit-remaining-tokens", "0")
                .put("x-ratelimit-reset-tokens", "6m0s")
                .build());

        assertThat(both.exhausted()).isEqualTo(Duration.ofMinutes(6));
        assertThat(both.requests()).isEqualTo(new RateHeaders.Budget(60L, 0L, Duration.ofSeconds(1)));
    }

    @Test
    void asksForNoPauseWhileSomethingIsLeft() {
        RateHeaders rates = RateHeaders.of(Headers.builder()
                .put("x-ratelimit-remaining-requests", "1")
                .put("x-ratelimit-reset-requests", "6m0s")
                .put("x-ratelimit-remaining-tokens", "0")
                .build());

        assertThat(rates.exhausted()).isNull();
    }
}
