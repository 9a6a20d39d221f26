package io.aftercall.ingest;

import io.aftercall.ingest.recording.PlatformRecords;
import io.aftercall.ingest.recording.RecordingFetch;
import io.aftercall.ingest.recording.RecordingSource;
import io.aftercall.ingest.webhook.HangupWebhook;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The ingest stage: the webhooks and the {@link Recorder}. Needs a {@link Hangups}, an S3 client, a {@link Gate} and a clock. */
@Configuration(proxyBeanMethods = false)
@Import(CallFolderConfiguration.class)
@EnableConfigurationProperties(IngestSettings.class)
public class IngestConfiguration {
    @Bean
    HangupWebhook hangupWebhook(Hangups hangups, IngestSettings settings, Clock clock) {
        return new HangupWebhook(hangups, settings, clock);
    }

    @Bean
    Recorder recorder(CallFolder folder, IngestSettings settings, Gate gate) {
        return new Recorder(
                folder,
                new RecordingFetch(folder, new RecordingSource(settings), settings.maxRecording(), gate),
                new PlatformRecords(settings, gate));
    }
}
