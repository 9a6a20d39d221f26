package io.aftercall.ingest;

import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code aftercall.ingest}.
 *
 * @param inFlight recordings fetched at the same time; more finishes a backlog sooner and loads the recording hosts more
 * @param maxNotification largest accepted notification body; telephony systems send a few KB
 * @param maxRecording largest recording fetched; a larger one fails its call instead of filling the disk
 * @param recordingPatience how long a recording that its host does not have is asked for again; longer waits for slow
 *     hosts, shorter shows a wrong address sooner
 * @param recordingDeadline how long an answered call waits for a notification that names its recording; then it is closed
 *     without one, which a later notification still mends
 * @param connectTimeout for the recording's host
 * @param downloadTimeout for a whole recording; shorter gives up sooner on a host that trickles
 * @param perHost recordings fetched from one host at the same time; more finishes its backlog sooner, fewer leave more of {@code
 *     inFlight} to other hosts while it is slow
 * @param recordingHosts what a notification may name as its recording's host besides hosts of the public Internet and those that
 *     other settings name, each as {@code host}, {@code host:port} or a network ({@code 10.1.0.0/16}); this machine itself too
 *     where only this machine reaches the service
 * @param recordingBuckets whose objects a notification or an import may name ({@code s3://bucket/key}), read with the account of the
 *     call folders
 * @param credentials what recording hosts want to see, each sent to its own host only
 * @param auditHosts what an audit may name besides hosts of the public Internet, each as {@code host}, {@code host:port} or a
 *     network ({@code 10.1.0.0/16}); every one is within reach of whoever may ask for an audit. The webhooks, which are for
 *     the telephony system alone, have {@code recordingHosts}
 * @param webhookToken what the two webhooks without a signature of their own ask for, as bearer token or as {@code token} in their
 *     address; unset: they answer on this machine's own address only
 * @param country of telephone numbers that come without one, as ISO 3166 writes it ({@code RU}); unset: such a number is kept
 *     as received and not made out as E.164. The robot platform's and TCCC's are Chinese, Mango's and Zadarma's Russian
 */
@Validated
@ConfigurationProperties(value = "aftercall.ingest", ignoreUnknownFields = false)
public record IngestSettings(
        @DefaultValue("64") @Min(1) int inFlight,
        @DefaultValue("1MB") DataSize maxNotification,
        @DefaultValue("500MB") DataSize maxRecording,
        @DefaultValue("30s") Duration recordingPatience,
        @DefaultValue("24h") Duration recordingDeadline,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("10m") Duration downloadTimeout,
        @DefaultValue("32") @Min(1) int perHost,
        @DefaultValue List<String> recordingHosts,
        @DefaultValue List<String> recordingBuckets,
        @DefaultValue List<Credential> credentials,
        @DefaultValue List<String> auditHosts,
        @Nullable String webhookToken,
        @Nullable String country,
        @DefaultValue Reconcile reconcile,
        @DefaultValue Robot robot) {

    public IngestSettings {
        recordingHosts = List.copyOf(recordingHosts);
        recordingBuckets = List.copyOf(recordingBuckets);
        credentials = List.copyOf(credentials);
        if (country != null && !List.of(Locale.getISOCountries()).contains(country)) {
            throw new IllegalArgumentException("'" + country + "' is no country of ISO 3166, such as RU");
        }
        auditHosts = List.copyOf(auditHosts);
    }

    /**
     * For one recording host: a user with a password (RFC 7617), or a token (RFC 6750).
     *
     * @param host as {@code host} or {@code host:port}
     */
    public record Credential(
            String host,
            @Nullable String user,
            @Nullable String password,
            @Nullable String token) {
        public Credential {
            if ((token == null) == (user == null || password == null)) {
                throw new IllegalArgumentException(
                        "credentials for '" + host + "' need either user and password or a token");
            }
        }

        /** The {@code Authorization} header. */
        public String authorization() {
            return token == null ? Seal.basic(String.valueOf(user), String.valueOf(password)) : "Bearer " + token;
        }
    }

    /**
     * The search for calls whose notification never arrived, on the lists of the robot platform ({@code robot.tasks}), Twilio and
     * Mango, which send none again.
     *
     * @param every how often; unset: never
     * @param back how long ago a call may have ended
     * @param grace how long a notification may take before it counts as missing
     */
    public record Reconcile(
            @Nullable Duration every,
            @DefaultValue("24h") Duration back,
            @DefaultValue("10m") Duration grace) {}

    /**
     * The robot platform, which names recordings by their path on its own disk and times without an offset.
     *
     * @param recordingRoot the only folder recordings may lie in there
     * @param recordingUrl where that folder can be reached; without it the path is read from this machine's disk
     * @param apiUrl its record API, before {@code /v1}; with it each call's record is read back after the hangup, which a
     *     call waits for while the platform is away
     * @param tasks whose calls are looked for when {@code reconcile.every} is set
     */
    public record Robot(
            @DefaultValue("/mnt/smartivr/recordings") String recordingRoot,
            @Nullable URI recordingUrl,
            @Nullable URI apiUrl,
            @DefaultValue List<String> tasks,
            @DefaultValue("Asia/Shanghai") ZoneId timeZone) {
        public Robot {
            tasks = List.copyOf(tasks);
        }
    }
}
