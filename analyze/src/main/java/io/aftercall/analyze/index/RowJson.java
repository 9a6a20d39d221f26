package io.aftercall.analyze.index;

import io.aftercall.analyze.RecordRow;
import io.aftercall.ingest.CallJson;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A {@link RecordRow} as its column holds it: as {@link CallJson} writes it, but for instants, which are milliseconds. A page
 * has over a hundred of them, and as text they take longer to read than all else in it. Text is read as well: earlier
 * releases wrote that.
 */
final class RowJson {
    private static final JsonMapper MAPPER = CallJson.mapper()
            .rebuild()
            .enable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DateTimeFeature.WRITE_DATE_TIMESTAMPS_AS_NANOSECONDS)
            .disable(DateTimeFeature.READ_DATE_TIMESTAMPS_AS_NANOSECONDS)
            .build();

    private RowJson() {}

    static byte[] write(RecordRow row) {
        return MAPPER.writeValueAsBytes(row);
    }

    static RecordRow read(byte[] json) {
        return MAPPER.readValue(json, RecordRow.class);
    }
}
