package io.aftercall.analyze.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.analyze.RecordRow;
import io.aftercall.ingest.CallJson;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RowJsonTest {
    private static final String OF_AN_EARLIER_RELEASE = """
            {"callKey": "generic-1", "recordId": "r-1", "taskId": "t-1", "source": "generic", "callId": "1",
             "endedAt": "2026-03-02T09:15:31.250Z", "numberStatus": 1, "tags": ["price"]}
            """;

    @Test
    void readsTimesAsTextAndWritesThemAsMilliseconds() {
        RecordRow row = RowJson.read(OF_AN_EARLIER_RELEASE.getBytes(UTF_8));

        byte[] json = RowJson.write(row);

        assertThat(row.endedAt()).isEqualTo(Instant.parse("2026-03-02T09:15:31.250Z"));
        assertThat(CallJson.mapper().readTree(json).at("/endedAt").asLong())
                .isEqualTo(Instant.parse("2026-03-02T09:15:31.250Z").toEpochMilli());
        assertThat(CallJson.mapper().readTree(json).has("startedAt")).isFalse();
        assertThat(RowJson.read(json)).isEqualTo(row);
    }
}
