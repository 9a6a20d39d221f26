package io.aftercall.ingest.webhook;

import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.RecordingAddress;
import io.aftercall.ingest.Seal;
import io.aftercall.ingest.TelephonySettings;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Zadarma: forms named by {@code event}; NOTIFY_END and NOTIFY_OUT_END tell of the call, NOTIFY_RECORD that it was recorded. */
final class ZadarmaDialect implements Dialect {
    private static final String NAME = "zadarma";
    private static final String ANSWERED = "answered";
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final TelephonySettings.Zadarma settings;

    ZadarmaDialect(TelephonySettings.Zadarma settings) {
        this.settings = settings;
    }

    @Override
    public Source source() {
        return new Source(NAME, "aftercall.telephony.zadarma.secret", settings.secret() != null);
    }

    @Override
    public String country() {
        return "RU";
    }

    @Override
    public boolean isGenuine(Notification notification) {
        Fields form = notification.form();
        String signed =
                switch (event(form)) {
                    case "NOTIFY_RECORD" -> said(form, "pbx_call_id") + said(form, "call_id_with_rec");
                    case "NOTIFY_OUT_START", "NOTIFY_OUT_END" ->
                        said(form, "internal") + said(form, "destination") + said(form, "call_start");
                    default -> said(form, "caller_id") + said(form, "called_did") + said(form, "call_start");
                };
        String signature = Seal.base64OfHex(Seal.hmacSha1(String.valueOf(settings.secret()), signed));
        return Seal.isSame(signature, notification.header().apply("Signature"));
    }

    private static String event(Fields form) {
        return String.valueOf(form.asReceived().get("event"));
    }

    private static String said(Fields form, String name) {
        return String.valueOf(form.asReceived().getOrDefault(name, ""));
    }

    @Override
    public List<CallHungUp> read(Notification notification, Instant receivedAt) {
        Fields fields = notification.form();
        return switch (fields.required("event")) {
            case "NOTIFY_END" ->
                List.of(ended(
                                fields,
                                Call.Direction.INBOUND,
                                fields.optional("caller_id"),
                                fields.optional("called_did"))
                        .fact(recording(fields), receivedAt, fields));
            case "NOTIFY_OUT_END" ->
                List.of(ended(
                                fields,
                                Call.Direction.OUTBOUND,
                                fields.optional("caller_id"),
                                fields.optional("destination"))
                        .fact(recording(fields), receivedAt, fields));
            case "NOTIFY_RECORD" -> List.of(recorded(fields, fields.required("call_id_with_rec"), receivedAt));
            default -> List.of();
        };
    }

    /** What was talked and not recorded never has a recording. */
    private static @Nullable String recording(Fields fields) {
        boolean none = ANSWERED.equals(fields.optional("disposition")) && "0".equals(fields.optional("is_recorded"));
        return none ? RecordingAddress.NONE : null;
    }

    private static CallHungUp recorded(Fields fields, String id, Instant receivedAt) {
        return Reported.of(NAME, fields.required("pbx_call_id"))
                .recording(RecordingAddress.zadarma(id), new CallHungUp.Part(id, null, null), receivedAt, fields);
    }

    private Reported ended(Fields fields, Call.Direction direction, @Nullable String caller, @Nullable String callee) {
        Instant started = fields.time("call_start", LOCAL, settings.timeZone(), "2026-05-04 10:11:12");
        String disposition = fields.optional("disposition");
        // The duration is that of the talk; where nobody answered it counts the ringing.
        Long talkMs = ANSWERED.equals(disposition) ? fields.seconds("duration") : Long.valueOf(0);
        return Reported.of(NAME, fields.required("pbx_call_id"))
                .manager(fields.optional("internal"))
                .direction(direction)
                .from(caller)
                .to(callee)
                .timing(started, null, null, null, talkMs)
                .ending(disposition, null);
    }
}
