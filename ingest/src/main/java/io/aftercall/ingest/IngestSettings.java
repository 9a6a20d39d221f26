package io.aftercall.ingest;

import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
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
 * @param recordingDeadline how long an answered call waits for a notification that names its recording; then it has failed for
 *     want of one, which a later notification still mends
 * @param connectTimeout for the recording's host
 * @param downloadTimeout for a whole recording; shorter gives up sooner on a host that trickles
 * @param auditHosts what an audit may name besides hosts of the public Internet, each as {@code host}, {@code host:port} or a
 *     network ({@code 10.1.0.0/16}); every one is within reach of whoever may ask for an audit. The webhooks, which are for
 *     the telephony system alone, may name any host
 * @param webhookToken what the two webhooks without a signature of their own ask for, as bearer token or as {@code token} in their
 *     address; unset: they answer on this machine's own address only
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
        @DefaultValue List<String> auditHosts,
        @Nullable String webhookToken,
        @DefaultValue Robot robot) {

    public IngestSettings {
        auditHosts = List.copyOf(auditHosts);
    }

    /**
     * The robot platform, which names recordings by their path on its own disk and times without an offset.
     *
     * @param recordingRoot the only folder recordings may lie in there
     * @param recordingUrl where that folder can be reached; without it the path is read from this machine's disk
     * @param apiUrl its record API, before {@code /v1}; with it each call's record is read back after the hangup, which a
     *     call waits for while the platform is away
     */
    public record Robot(
            @DefaultValue("/mnt/smartivr/recordings") String recordingRoot,
            @Nullable URI recordingUrl,
            @Nullable URI apiUrl,
            @DefaultValue("Asia/Shanghai") ZoneId timeZone) {}
}
