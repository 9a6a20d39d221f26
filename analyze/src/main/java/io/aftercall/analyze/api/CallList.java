package io.aftercall.analyze.api;

import io.aftercall.analyze.CallHits;
import io.aftercall.analyze.CallQuery;
import io.aftercall.analyze.CallRow;
import java.util.List;

/** A page of calls; {@code pages} counts those that can be asked for, which reach {@link CallQuery#DEEPEST} calls deep. */
record CallList(long total, int page, int size, long pages, List<CallRow> calls) {

    static CallList of(CallQuery query, CallHits hits) {
        long reachable = Math.min(hits.total(), CallQuery.DEEPEST / query.size() * (long) query.size());
        return new CallList(
                hits.total(), query.page(), query.size(), Math.ceilDiv(reachable, query.size()), hits.calls());
    }
}
