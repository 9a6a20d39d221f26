package io.aftercall.analyze;

import java.util.List;

/** One page of what was found, and how much there is in all. */
public record RecordHits(long total, List<RecordRow> rows) {
    public RecordHits {
        rows = List.copyOf(rows);
    }
}
