package io.aftercall.analyze;

import java.util.List;

/** One page of the calls found, and how many there are in all. */
public record CallHits(long total, List<CallRow> calls) {
    public CallHits {
        calls = List.copyOf(calls);
    }
}
