package io.aftercall.ingest.webhook;

import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallHungUp;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one notification tells of a call, said part by part; a part that is not said is not known. */
final class Reported {
    private final String source;
    private final String callId;
    private @Nullable String managerId;
    private Call.@Nullable Direction direction;
    private @Nullable String caller;
    private @Nullable String callee;
    private Call.Timing timing = Call.Timing.UNKNOWN;
    private Call.Ending ending = Call.Ending.UNKNOWN;
    private Call.References references = Call.References.NONE;

    private Reported(String source, String callId) {
        this.source = source;
        this.callId = callId;
    }

    static Reported of(String source, String callId) {
        return new Reported(source, callId);
    }

    Reported manager(@Nullable String id) {
        managerId = id;
        return this;
    }

    Reported from(@Nullable String number) {
        caller = number;
        return this;
    }

    Reported to(@Nullable String number) {
        callee = number;
        return this;
    }

    Reported direction(Call.@Nullable Direction which) {
        direction = which;
        return this;
    }

    /** {@code billMs} 0: nobody answered. */
    Reported timing(
            @Nullable Instant started,
            @Nullable Instant answered,
            @Nullable Instant ended,
            @Nullable Long durationMs,
            @Nullable Long billMs) {
        timing = new Call.Timing(started, answered, ended, durationMs, billMs);
        return this;
    }

    Reported ending(@Nullable String cause, @Nullable String by) {
        ending = new Call.Ending(cause, by);
        return this;
    }

    /** Whether the agent or the customer did; nobody knows where it is not known which of the two called. */
    static @Nullable String hungUpBy(boolean caller, Call.@Nullable Direction direction) {
        if (direction == Call.Direction.INBOUND) {
            return caller ? "customer" : "agent";
        }
        return direction == Call.Direction.OUTBOUND ? caller ? "agent" : "customer" : null;
    }

    /** Whom the call belongs to, where our own address was configured to say so: {@code ?customer_id=...}. */
    Reported references(Map<String, String> query) {
        references = new Call.References(
                query.get("task_id"),
                query.get("customer_id"),
                query.get("presale_ticket_id"),
                query.get("content_mode"),
                query.get("tenant_code"),
                query.get("org_code"));
        return this;
    }

    CallHungUp fact(@Nullable String recording, Instant receivedAt, Fields fields) {
        return new CallHungUp(call(), recording, receivedAt, fields.asReceived());
    }

    /**
     * One of the call's recordings.
     *
     * @param part null: it is the only one
     */
    CallHungUp recording(String address, CallHungUp.@Nullable Part part, Instant receivedAt, Fields fields) {
        return new CallHungUp(call(), address, receivedAt, fields.asReceived(), part);
    }

    private Call call() {
        return new Call(
                Call.keyOf(source, callId),
                source,
                callId,
                managerId,
                direction,
                caller,
                callee,
                timing,
                ending,
                references);
    }
}
