package io.aftercall.analyze.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.CallIndexAway;
import io.aftercall.analyze.Rubrics;
import io.aftercall.analyze.tags.TagRules;
import io.aftercall.ingest.MemoryCallFolder;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

class IndexAwayTest {
    private final CallIndex away = new CallIndexAway();
    private final MockMvcTester http = MockMvcTester.of(
            new CallsApi(away, ZoneOffset.UTC),
            new CallPages(
                    away,
                    new MemoryCallFolder(),
                    Rubrics.shipped(),
                    new TagRules(List.of()),
                    Duration.ofDays(7),
                    ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource({
        "/api/v1/calls, the index cannot be asked now: connection refused",
        "/api/v1/calls/generic-1, the index cannot be asked now: connection refused",
        "/calls?lang=en, Calls cannot be shown right now",
        "/calls/generic-1?lang=en, connection refused",
    })
    void answers503AndSaysWhy(String path, String fact) {
        assertThat(http.get().uri(path))
                .hasStatus(503)
                .containsHeader("Retry-After")
                .bodyText()
                .contains(fact);
    }
}
