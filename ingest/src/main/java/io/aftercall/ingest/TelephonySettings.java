package io.aftercall.ingest;

import java.net.URI;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code aftercall.telephony}: the systems that may report calls under {@code /webhook/<name>}. Each is off until
 * its secret is set.
 *
 * @param publicUrl how the telephony systems reach us; Twilio signs it, so behind a proxy it must be set; unset: the address
 *     of the request
 */
@Validated
@ConfigurationProperties(value = "aftercall.telephony", ignoreUnknownFields = false)
public record TelephonySettings(
        @Nullable URI publicUrl,
        @DefaultValue Twilio twilio,
        @DefaultValue FreeSwitch freeswitch,
        @DefaultValue Asterisk asterisk,
        @DefaultValue Mango mango,
        @DefaultValue Zadarma zadarma,
        @DefaultValue Tccc tccc) {

    /**
     * @param authToken signs its notifications, and is the password its recordings are fetched with
     * @param recordingHost the only host that gives recordings and gets the password for them, as {@code host} or {@code host:port}
     * @param apiUrl where missing calls are looked for, when {@code aftercall.ingest.reconcile.every} is set
     */
    public record Twilio(
            @Nullable String accountSid,
            @Nullable String authToken,
            @DefaultValue("api.twilio.com") String recordingHost,
            @DefaultValue("https://api.twilio.com") URI apiUrl) {}

    /**
     * mod_json_cdr.
     *
     * @param user of its {@code cred}, with {@code password}
     * @param recordingVariable the channel variable that your dialplan exports the recording's path or address in
     * @param recordingRoot the only folder recordings may lie in on its disk
     * @param recordingUrl where that folder can be reached; without it the path is read from this machine's disk
     * @param longestExtension digits of the longest number inside the house: by these the sides of a call are told apart
     */
    public record FreeSwitch(
            @DefaultValue("aftercall") String user,
            @Nullable String password,
            @DefaultValue("aftercall_recording") String recordingVariable,
            @DefaultValue("/var/lib/freeswitch/recordings") String recordingRoot,
            @Nullable URI recordingUrl,
            @DefaultValue("6") int longestExtension) {}

    /**
     * A hangup handler that posts the fields of AMI's Cdr event as JSON.
     *
     * @param token it sends as {@code Authorization: Bearer}
     * @param timeZone of its times, which have none
     * @param recordingRoot as {@code recordingUrl} and {@code longestExtension}, see {@link FreeSwitch}
     */
    public record Asterisk(
            @Nullable String token,
            @DefaultValue("UTC") ZoneId timeZone,
            @DefaultValue("/var/spool/asterisk/monitor") String recordingRoot,
            @Nullable URI recordingUrl,
            @DefaultValue("6") int longestExtension) {}

    /** @param salt with {@code apiKey} signs its notifications and our requests for recordings */
    public record Mango(
            @Nullable String apiKey,
            @Nullable String salt,
            @DefaultValue("https://app.mango-office.ru") URI apiUrl) {}

    /**
     * @param secret signs its notifications, and with {@code key} our requests for recordings
     * @param timeZone of its times, which have none
     */
    public record Zadarma(
            @Nullable String key,
            @Nullable String secret,
            @DefaultValue("https://api.zadarma.com") URI apiUrl,
            @DefaultValue("Europe/Moscow") ZoneId timeZone) {}

    /** Tencent Cloud Contact Center, whose pushes carry a user and a password. */
    public record Tccc(
            @DefaultValue("aftercall") String user,
            @Nullable String password) {}
}
