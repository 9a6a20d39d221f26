package io.aftercall.ingest.webhook;

import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.Seal;
import io.aftercall.ingest.TelephonySettings;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asterisk, which cannot post by itself: a hangup handler sends the fields of AMI's Cdr event as JSON, with {@code Recording} for
 * where MixMonitor put the recording (docs/telephony).
 */
final class AsteriskDialect implements Dialect {
    private static final String NAME = "asterisk";
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final String EXAMPLE = "2026-05-04 10:11:12";

    private final TelephonySettings.Asterisk settings;
    private final Extensions extensions;

    AsteriskDialect(TelephonySettings.Asterisk settings) {
        this.settings = settings;
        this.extensions = new Extensions(settings.longestExtension());
    }

    @Override
    public Source source() {
        return new Source(NAME, "aftercall.telephony.asterisk.token", settings.token() != null);
    }

    @Override
    public boolean isGenuine(Notification notification) {
        return Seal.isBearer(
                String.valueOf(settings.token()), notification.header().apply("Authorization"));
    }

    @Override
    public List<CallHungUp> read(Notification notification, Instant receivedAt) {
        Fields fields = notification.json();
        String caller = fields.optional("Source");
        String callee = fields.optional("Destination");
        String account = fields.optional("AccountCode");
        return List.of(Reported.of(NAME, fields.required("UniqueID"))
                .manager(account != null ? account : extensions.ours(caller, callee))
                .direction(extensions.direction(caller, callee))
                .from(caller)
                .to(callee)
                .timing(
                        time(fields, "StartTime"),
                        time(fields, "AnswerTime"),
                        time(fields, "EndTime"),
                        fields.seconds("Duration"),
                        fields.seconds("BillableSeconds"))
                .ending(fields.optional("Disposition"), null)
                .references(notification.query())
                .fact(fields.optional("Recording"), receivedAt, fields));
    }

    private @Nullable Instant time(Fields fields, String name) {
        return fields.time(name, LOCAL, settings.timeZone(), EXAMPLE);
    }
}
