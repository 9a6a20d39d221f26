package io.aftercall.ingest.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.TelephonySettings;
import java.net.URLDecoder;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * FreeSWITCH's mod_json_cdr: one record for each leg, as raw JSON, as form field {@code cdr} or in base64; every value is text and
 * by default percent-encoded; the body is looked at because one of its options drops the content type. Both legs of a bridged call
 * are one call.
 */
final class FreeSwitchDialect implements Dialect {
    private static final String NAME = "freeswitch";
    private static final long MICROS = 1_000_000;

    private final TelephonySettings.FreeSwitch settings;
    private final Extensions extensions;

    FreeSwitchDialect(TelephonySettings.FreeSwitch settings) {
        this.settings = settings;
        this.extensions = new Extensions(settings.longestExtension());
    }

    @Override
    public Source source() {
        return new Source(NAME, "aftercall.telephony.freeswitch.password", settings.password() != null);
    }

    @Override
    public boolean isGenuine(Notification notification) {
        return notification.isFrom(settings.user(), settings.password());
    }

    @Override
    public List<CallHungUp> read(Notification notification, Instant receivedAt) {
        Fields record = new Fields(NotificationBody.json(record(notification)));
        Fields variables = decoded(record.inside("variables"));
        Fields profile = profile(record);
        String caller = either(variables.optional("sip_from_user"), profile.optional("caller_id_number"));
        String callee = either(variables.optional("sip_to_user"), profile.optional("destination_number"));
        String account = variables.optional("accountcode");
        return List.of(Reported.of(NAME, callId(variables))
                .manager(account != null ? account : extensions.ours(caller, callee))
                .direction(extensions.direction(caller, callee))
                .from(caller)
                .to(callee)
                .timing(
                        variables.since1970("start_uepoch", MICROS),
                        variables.since1970("answer_uepoch", MICROS),
                        variables.since1970("end_uepoch", MICROS),
                        variables.millis("mduration"),
                        variables.millis("billmsec"))
                .ending(variables.optional("hangup_cause"), by(variables, extensions.direction(caller, callee)))
                .references(references(variables))
                .fact(variables.optional(settings.recordingVariable()), receivedAt, variables));
    }

    /** Of the call's flow, which older builds repeat and newer ones list. */
    private static Fields profile(Fields record) {
        Object flow = record.asReceived().get("callflow");
        Object last = flow instanceof List<?> list && !list.isEmpty() ? list.getLast() : flow;
        return last instanceof Map<?, ?>
                ? decoded(new Fields(Map.of("flow", last)).inside("flow").inside("caller_profile"))
                : new Fields(Map.of());
    }

    private static @Nullable String either(@Nullable String one, @Nullable String other) {
        return one == null ? other : one;
    }

    /** A leg is told which of its two ends said goodbye; the far end of the leg that came in is the caller. */
    private static @Nullable String by(Fields variables, Call.@Nullable Direction direction) {
        String goodbye = String.valueOf(variables.optional("sip_hangup_disposition"));
        String leg = String.valueOf(variables.optional("direction"));
        if (!goodbye.endsWith("_bye") || !List.of("inbound", "outbound").contains(leg)) {
            return null;
        }
        return Reported.hungUpBy(goodbye.startsWith("recv") == leg.equals("inbound"), direction);
    }

    private static String record(Notification notification) {
        String body = NotificationBody.text(notification.body()).strip();
        if (body.startsWith("{")) {
            return body;
        }
        if (!body.startsWith("cdr=")) {
            throw new BadNotification("the body is neither a JSON object nor a form with the field 'cdr'");
        }
        String value = body.substring("cdr=".length());
        try {
            // Base64 comes as it is, so that its + would become a space in a form.
            return value.startsWith("%7B") || value.startsWith("{")
                    ? URLDecoder.decode(value, UTF_8)
                    : new String(Base64.getMimeDecoder().decode(value), UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadNotification("field 'cdr' is neither percent-encoded nor base64: " + e.getMessage());
        }
    }

    private static Fields decoded(Fields variables) {
        Map<String, Object> plain = new LinkedHashMap<>();
        variables
                .asReceived()
                .forEach((name, value) -> plain.put(name, value instanceof String s ? decoded(s) : value));
        return new Fields(plain);
    }

    private static String decoded(String value) {
        try {
            // Only what is percent-encoded: a + in a number stays one.
            return value.contains("%") ? URLDecoder.decode(value.replace("+", "%2B"), UTF_8) : value;
        } catch (IllegalArgumentException e) {
            return value;
        }
    }

    /** The same for both legs, whichever is reported: the smaller of the two ids. */
    private static String callId(Fields variables) {
        String own = variables.required("uuid");
        String other = variables.optional("bridge_uuid");
        return other == null || own.compareTo(other) < 0 ? own : other;
    }

    /** Channel variables {@code aftercall_customer_id} and the like. */
    private static Map<String, String> references(Fields variables) {
        Map<String, String> references = new LinkedHashMap<>();
        for (String name :
                List.of("task_id", "customer_id", "presale_ticket_id", "content_mode", "tenant_code", "org_code")) {
            @Nullable String value = variables.optional("aftercall_" + name);
            if (value != null) {
                references.put(name, Objects.requireNonNull(value));
            }
        }
        return references;
    }
}
