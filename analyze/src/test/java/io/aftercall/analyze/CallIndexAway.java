package io.aftercall.analyze;

import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TransientFailure;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link CallIndex} while nobody answers. */
public final class CallIndexAway implements CallIndex {
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
    public List<CallRow> contacts(@Nullable String ticketId, @Nullable String customerId, int most) {
        throw TransientFailure.outage("connection refused", null);
    }

    @Override
    public List<String> stranded(StrandedQuery query) {
        throw TransientFailure.outage("connection refused", null);
    }

    @Override
    public List<String> judgedForNow(int most) {
        throw TransientFailure.outage("connection refused", null);
    }

    @Override
    public Calibration calibration(@Nullable Instant from, @Nullable Instant until) {
        throw TransientFailure.outage("connection refused", null);
    }

    @Override
    public Map<Stage, Long> held(CallQuery.Held by) {
        throw TransientFailure.outage("connection refused", null);
    }
}
