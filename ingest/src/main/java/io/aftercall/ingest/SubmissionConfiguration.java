package io.aftercall.ingest;

import io.aftercall.ingest.recording.Buckets;
import io.aftercall.ingest.recording.PublicHosts;
import io.aftercall.ingest.webhook.ImportApi;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import software.amazon.awssdk.services.s3.S3Client;

/** {@link Submissions}, for the role that lets people hand in conversations. Needs a {@link Hangups}, an S3 client, a {@link Gate} and a clock. */
@Configuration(proxyBeanMethods = false)
@Import(CallFolderConfiguration.class)
@EnableConfigurationProperties(IngestSettings.class)
public class SubmissionConfiguration {
    @Bean
    Submissions submissions(CallFolder folder, Hangups hangups, IngestSettings settings, Clock clock) {
        return new Submissions(folder, hangups, PublicHosts.forAudits(settings), clock);
    }

    @Bean
    ImportApi importApi(Submissions submissions, S3Client s3, IngestSettings settings, Clock clock) {
        return new ImportApi(submissions, new Buckets(s3, settings.recordingBuckets()), settings, clock);
    }
}
