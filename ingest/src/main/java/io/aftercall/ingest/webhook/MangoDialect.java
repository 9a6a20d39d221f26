package io.aftercall.ingest.webhook;

import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.RecordingAddress;
import io.aftercall.ingest.Seal;
import io.aftercall.ingest.TelephonySettings;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mango Office: forms with {@code vpbx_api_key, sign, json}; the final {@code events/summary} tells of the call, {@code
 * events/record/added} that its recording can be asked for. Every other event is received and left alone.
 */
final class MangoDialect implements Dialect {
    static final String NAME = "mango";
    private static final int CALLER_HUNG_UP = 1110;
    private static final int CALLEE_HUNG_UP = 1120;

    private final TelephonySettings.Mango settings;

    MangoDialect(TelephonySettings.Mango settings) {
        this.settings = settings;
    }

    @Override
    public Source source() {
        return new Source(NAME, "aftercall.telephony.mango.salt", settings.salt() != null && settings.apiKey() != null);
    }

    @Override
    public String country() {
        return "RU";
    }

    @Override
    public boolean isGenuine(Notification notification) {
        Fields form = notification.form();
        Object json = form.asReceived().get("json");
        String signature = Seal.sha256(settings.apiKey() + json + settings.salt());
        return Seal.isSame(signature, String.valueOf(form.asReceived().get("sign")));
    }

    @Override
    public List<CallHungUp> read(Notification notification, Instant receivedAt) {
        Object json = notification.form().asReceived().get("json");
        if (json == null) {
            throw new BadNotification("field 'json' is missing");
        }
        Fields fields = new Fields(NotificationBody.json(json.toString()));
        return switch (notification.path()) {
            case "events/summary" -> List.of(ended(fields, receivedAt));
            case "events/record/added" -> List.of(recorded(fields, receivedAt));
            default -> List.of();
        };
    }

    static CallHungUp recorded(Fields fields, Instant receivedAt) {
        String id = fields.required("recording_id");
        return Reported.of(NAME, fields.required("entry_id"))
                .recording(
                        RecordingAddress.mango(id),
                        new CallHungUp.Part(id, fields.since1970("timestamp", 1), null),
                        receivedAt,
                        fields);
    }

    CallHungUp ended(Fields fields, Instant receivedAt) {
        Fields from = fields.inside("from");
        Fields to = fields.inside("to");
        Call.Direction direction = direction(fields.optional("call_direction"));
        Instant started = fields.since1970("create_time", 1);
        Instant answered = fields.since1970("talk_time", 1);
        Instant ended = fields.since1970("end_time", 1);
        return Reported.of(NAME, fields.required("entry_id"))
                .manager((direction == Call.Direction.INBOUND ? to : from).optional("extension"))
                .direction(direction)
                .from(from.optional("number"))
                .to(to.optional("number"))
                .timing(
                        started,
                        answered,
                        ended,
                        between(started, ended),
                        answered == null ? Long.valueOf(0) : between(answered, ended))
                .ending(fields.optional("disconnect_reason"), by(fields.optional("disconnect_reason"), direction))
                .fact(null, receivedAt, fields);
    }

    private static @Nullable Long between(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null ? null : Math.max(0, to.toEpochMilli() - from.toEpochMilli());
    }

    private static Call.@Nullable Direction direction(@Nullable String code) {
        return switch (String.valueOf(code)) {
            case "0" -> Call.Direction.INTERNAL;
            case "1" -> Call.Direction.INBOUND;
            case "2" -> Call.Direction.OUTBOUND;
            default -> null;
        };
    }

    /** Who hung up, for the codes that say so; which side is ours depends on the direction. */
    private static @Nullable String by(@Nullable String reason, Call.@Nullable Direction direction) {
        boolean caller = String.valueOf(CALLER_HUNG_UP).equals(reason);
        if (!caller && !String.valueOf(CALLEE_HUNG_UP).equals(reason)) {
            return null;
        }
        return Reported.hungUpBy(caller, direction);
    }
}
