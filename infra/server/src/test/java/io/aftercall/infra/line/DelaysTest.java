package io.aftercall.infra.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DelaysTest {
    private final Delays delays =
            new Delays(List.of(Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1)));

    @Test
    void namesATopicForEach() {
        assertThat(delays.topics("calls.hungup"))
                .containsExactly("calls.hungup.later.1m", "calls.hungup.later.10m", "calls.hungup.later.1h");
    }

    @ParameterizedTest
    @CsvSource({
        "PT31S, PT0S, PT1M",
        "PT90S, PT0S, PT1M",
        "PT10M, PT0S, PT10M",
        "PT24H, PT0S, PT10M",
        "PT31S, PT59M, PT1M",
        "PT31S, PT60M, PT10M",
        "PT31S, PT6H, PT10M"
    })
    void putsOffNoLongerThanAskedNorThanASixthOfWhatWasWaited(Duration wait, Duration waited, Duration delay) {
        assertThat(delays.of(wait, waited)).isEqualTo(delay);
    }
}
