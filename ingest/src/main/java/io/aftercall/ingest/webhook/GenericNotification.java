package io.aftercall.ingest.webhook;

import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallHungUp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The plain JSON notification {@code POST /webhook/new_call_recording}: three fields are needed, the others are ours. */
final class GenericNotification {
    static final String SOURCE = "generic";

    private GenericNotification() {}

    static CallHungUp read(Fields fields, Instant receivedAt) {
        String callId = fields.required("call_id");
        String managerId = fields.required("manager_id");
        String recording = fields.recordingUrl("recording_url");
        return new CallHungUp(call(SOURCE, callId, managerId, fields), recording, receivedAt, fields.asReceived());
    }

    /** The call by the fields that are ours. */
    static Call call(String source, String callId, @Nullable String managerId, Fields fields) {
        return new Call(
                Call.keyOf(source, callId),
                source,
                callId,
                managerId,
                fields.oneOf("direction", Call.Direction.class),
                fields.optional("caller"),
                fields.optional("callee"),
                new Call.Timing(
                        fields.instant("started_at"),
                        fields.instant("answered_at"),
                        fields.instant("ended_at"),
                        fields.millis("duration_ms"),
                        fields.millis("bill_ms")),
                Call.Ending.UNKNOWN,
                new Call.References(
                        null,
                        fields.optional("customer_id"),
                        fields.optional("presale_ticket_id"),
                        fields.optional("content_mode"),
                        fields.optional("tenant_code"),
                        fields.optional("org_code")));
    }
}
