package io.aftercall.ingest;

import io.aftercall.ingest.recording.PlatformRecords;
import io.aftercall.ingest.recording.RecordingFetch;
import io.aftercall.ingest.recording.RecordingSource;
import io.aftercall.ingest.webhook.CallLists;
import io.aftercall.ingest.webhook.DialectWebhook;
import io.aftercall.ingest.webhook.HangupWebhook;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import software.amazon.awssdk.services.s3.S3Client;

/** The ingest stage: the webhooks and the {@link Recorder}. Needs a {@link Hangups}, an S3 client, a {@link Gate} and a clock. */
@Configuration(proxyBeanMethods = false)
@Import(CallFolderConfiguration.class)
@EnableConfigurationProperties({IngestSettings.class, TelephonySettings.class})
public class IngestConfiguration {
    @Bean
    HangupWebhook hangupWebhook(Hangups hangups, IngestSettings settings, Clock clock) {
        return new HangupWebhook(hangups, settings, clock);
    }

    @Bean
    DialectWebhook dialectWebhook(Hangups hangups, IngestSettings ingest, TelephonySettings telephony, Clock clock) {
        return new DialectWebhook(hangups, ingest, telephony, clock);
    }

    @Bean
    @ConditionalOnProperty("aftercall.ingest.reconcile.every")
    Reconciliation reconciliation(
            CallFolder folder, Hangups hangups, IngestSettings ingest, TelephonySettings telephony, Clock clock) {
        return new Reconciliation(CallLists.of(ingest, telephony, clock), folder, hangups, ingest, clock);
    }

    @Bean
    Recorder recorder(
            CallFolder folder,
            IngestSettings settings,
            TelephonySettings telephony,
            S3Client s3,
            @Value("${server.address:#{null}}") @Nullable InetAddress address,
            Gate gate,
            Clock clock,
            ObjectProvider<MeterRegistry> metrics) {
        boolean local = address != null && address.isLoopbackAddress();
        RecordingSource source = new RecordingSource(settings, telephony, s3, local);
        return new Recorder(
                folder,
                new RecordingFetch(folder, source, settings, gate),
                new PlatformRecords(settings, gate),
                settings.recordingDeadline(),
                clock,
                metrics.getIfAvailable(SimpleMeterRegistry::new));
    }
}
