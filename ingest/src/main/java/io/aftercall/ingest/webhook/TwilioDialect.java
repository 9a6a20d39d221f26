package io.aftercall.ingest.webhook;

import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.RecordingAddress;
import io.aftercall.ingest.Seal;
import io.aftercall.ingest.TelephonySettings;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Twilio: StatusCallback at {@code status}, RecordingStatusCallback at {@code recording}, both forms. The signature is over the
 * public address and the sorted fields (Twilio, "Webhooks security").
 */
final class TwilioDialect implements Dialect {
    static final String NAME = "twilio";
    private static final Set<String> UNANSWERED = Set.of("busy", "failed", "no-answer", "canceled");

    private final TelephonySettings.Twilio settings;

    TwilioDialect(TelephonySettings.Twilio settings) {
        this.settings = settings;
    }

    @Override
    public Source source() {
        return new Source(NAME, "aftercall.telephony.twilio.auth-token", settings.authToken() != null);
    }

    @Override
    public boolean isGenuine(Notification notification) {
        StringBuilder signed = new StringBuilder(notification.url());
        new TreeMap<>(notification.form().asReceived())
                .forEach((name, value) -> signed.append(name).append(value));
        String signature = Seal.base64(Seal.hmacSha1(String.valueOf(settings.authToken()), signed.toString()));
        return Seal.isSame(signature, notification.header().apply("X-Twilio-Signature"));
    }

    @Override
    public List<CallHungUp> read(Notification notification, Instant receivedAt) {
        Fields fields = notification.form();
        return switch (notification.path()) {
            case "status" -> ended(fields, notification.query(), receivedAt);
            case "recording" -> recorded(fields, receivedAt);
            default ->
                throw new BadNotification(
                        404,
                        "Twilio posts to /webhook/twilio/status and /webhook/twilio/recording, not to '"
                                + notification.path() + "'");
        };
    }

    List<CallHungUp> ended(Fields fields, Map<String, String> query, Instant receivedAt) {
        String callId = fields.required("CallSid");
        String status = fields.required("CallStatus");
        boolean unanswered = UNANSWERED.contains(status);
        if (!unanswered && !status.equals("completed")) {
            return List.of();
        }
        Long billMs = unanswered ? Long.valueOf(0) : fields.seconds("CallDuration");
        Instant endedAt = fields.time(
                "Timestamp", DateTimeFormatter.RFC_1123_DATE_TIME, ZoneOffset.UTC, "Thu, 04 May 2026 10:11:12 +0000");
        Instant answeredAt = endedAt == null || billMs == null || unanswered ? null : endedAt.minusMillis(billMs);
        return List.of(Reported.of(NAME, callId)
                .manager(query.get("manager_id"))
                .direction(direction(fields.optional("Direction")))
                .from(fields.optional("From"))
                .to(fields.optional("To"))
                .timing(null, answeredAt, endedAt, null, billMs)
                .ending(status, null)
                .references(query)
                .fact(null, receivedAt, fields));
    }

    List<CallHungUp> recorded(Fields fields, Instant receivedAt) {
        String callId = fields.required("CallSid");
        String status = fields.required("RecordingStatus");
        if (status.equals("absent")) {
            // There was nothing to record, and there never will be.
            return List.of(Reported.of(NAME, callId).fact(RecordingAddress.NONE, receivedAt, fields));
        }
        if (!status.equals("completed")) {
            return List.of();
        }
        String address = fields.httpUrl("RecordingUrl");
        String host = URI.create(address).getAuthority();
        if (!settings.recordingHost().equals(host)) {
            throw new BadNotification(
                    "field 'RecordingUrl' must be at %s, not at %s".formatted(settings.recordingHost(), host));
        }
        // Its last word is the recording's own name: a call that is recorded twice has two.
        String id = address.substring(address.lastIndexOf('/') + 1);
        return List.of(Reported.of(NAME, callId)
                .recording(address, new CallHungUp.Part(id, startedAt(fields), null), receivedAt, fields));
    }

    /** Only puts recordings in order: one that cannot be read is no reason to refuse them. */
    private static @Nullable Instant startedAt(Fields fields) {
        try {
            return fields.time(
                    "RecordingStartTime",
                    DateTimeFormatter.RFC_1123_DATE_TIME,
                    ZoneOffset.UTC,
                    "Thu, 04 May 2026 10:11:12 +0000");
        } catch (BadNotification unreadable) {
            return null;
        }
    }

    private static Call.@Nullable Direction direction(@Nullable String name) {
        if (name == null) {
            return null;
        }
        return name.startsWith("outbound") ? Call.Direction.OUTBOUND : Call.Direction.INBOUND;
    }
}
