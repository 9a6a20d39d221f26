package io.aftercall.analyze.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.analyze.Calibration;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallHits;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.CallQuery;
import io.aftercall.analyze.CallRow;
import io.aftercall.analyze.Stage;
import io.aftercall.analyze.StrandedQuery;
import io.aftercall.analyze.tags.TagRules;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TransientFailure;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

class IndexAwayTest {
    private final CallIndex away = new CallIndex() {
        @Override
        public Map<String, PermanentFailure> merge(Collection<CallDocument> documents) {
            throw TransientFailure.outage("connection refused", null);
        }

        @Override
        public Optional<CallDocument> find(String callKey) {
            throw TransientFailure.outage("connection refused", null);
        }

        @Override
        public Map<String, CallDocument> find(Collection<String> callKeys) {
            throw TransientFailure.outage("connection refused", null);
        }

        @Override
        public void clear() {
            throw TransientFailure.outage("connection refused", null);
        }

        @Override
        public CallHits search(CallQuery query) {
            throw TransientFailure.outage("connection refused", null);
        }

        @Override
        public List<CallRow> history(@Nullable String ticketId, @Nullable String customerId, int most) {
            throw TransientFailure.outage("connection refused", null);
        }

        @Override
        public List<String> stranded(StrandedQuery query) {
            throw TransientFailure.outage("connection refused", null);
        }

        @Override
        public Calibration calibration(@Nullable Instant from, @Nullable Instant until) {
            throw TransientFailure.outage("connection refused", null);
        }

        @Override
        public Map<Stage, Long> stuck() {
            throw TransientFailure.outage("connection refused", null);
        }
    };
    private final MockMvcTester http = MockMvcTester.of(
            new CallsApi(away, ZoneOffset.UTC), new CallPages(away, new TagRules(List.of()), ZoneOffset.UTC));

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
