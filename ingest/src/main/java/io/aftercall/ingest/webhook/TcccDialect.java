package io.aftercall.ingest.webhook;

import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.Recording;
import io.aftercall.ingest.TelephonySettings;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tencent Cloud Contact Center: JSON pushes, {@code ?action=cdr} for a call's end and {@code ?action=record} for each participant's
 * recording, on which they alone are heard. Anything but {@code ErrCode} 0 has it push again.
 */
final class TcccDialect implements Dialect {
    private static final String NAME = "tccc";
    private final TelephonySettings.Tccc settings;

    TcccDialect(TelephonySettings.Tccc settings) {
        this.settings = settings;
    }

    @Override
    public Source source() {
        return new Source(NAME, "aftercall.telephony.tccc.password", settings.password() != null);
    }

    @Override
    public String country() {
        return "CN";
    }

    @Override
    public boolean isGenuine(Notification notification) {
        return notification.isFrom(settings.user(), settings.password());
    }

    @Override
    public List<CallHungUp> read(Notification notification, Instant receivedAt) {
        Fields fields = notification.json();
        return switch (String.valueOf(notification.query().get("action"))) {
            case "cdr" -> List.of(ended(fields).fact(null, receivedAt, fields));
            case "record" ->
                List.of(Reported.of(NAME, fields.required("SessionId"))
                        .recording(fields.httpUrl("RecordURL"), part(fields), receivedAt, fields));
            default -> List.of();
        };
    }

    /** Each end of the call is recorded for itself: the customer's is named by a phone number, an agent's by an e-mail address. */
    private static CallHungUp.@Nullable Part part(Fields fields) {
        String id = fields.optional("RecordId");
        String whose = fields.optional("EndpointUser");
        Recording.Side side =
                whose == null ? null : whose.contains("@") ? Recording.Side.AGENT : Recording.Side.CUSTOMER;
        return id == null ? null : new CallHungUp.Part(id, fields.since1970("Timestamp", 1), side);
    }

    private Reported ended(Fields fields) {
        Instant started = fields.since1970("StartTimestamp", 1);
        Instant ended = fields.since1970("EndedTimestamp", 1);
        Instant answered = fields.since1970("AcceptTimestamp", 1);
        return Reported.of(NAME, fields.required("SessionId"))
                .manager(fields.inside("SeatUser").optional("UserId"))
                .direction(direction(fields.optional("Direction")))
                .from(fields.optional("Caller"))
                .to(fields.optional("Callee"))
                .timing(
                        started,
                        answered,
                        ended,
                        started == null || ended == null ? null : ended.toEpochMilli() - started.toEpochMilli(),
                        answered == null ? Long.valueOf(0) : fields.seconds("Duration"))
                .ending(fields.optional("EndStatusString"), by(fields.optional("HungUpSide")));
    }

    private static Call.@Nullable Direction direction(@Nullable String code) {
        return switch (String.valueOf(code)) {
            case "0" -> Call.Direction.INBOUND;
            case "1" -> Call.Direction.OUTBOUND;
            default -> null;
        };
    }

    private static @Nullable String by(@Nullable String side) {
        return switch (String.valueOf(side)) {
            case "user" -> "customer";
            case "seat" -> "agent";
            default -> null;
        };
    }

    @Override
    public String receipt() {
        return "{\"ErrCode\":0,\"ErrMsg\":\"\"}";
    }

    @Override
    public String receiptType() {
        return "application/json";
    }
}
