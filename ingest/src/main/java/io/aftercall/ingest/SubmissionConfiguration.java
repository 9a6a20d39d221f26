package io.aftercall.ingest;

import io.aftercall.ingest.recording.PublicHosts;
import io.aftercall.ingest.webhook.ImportApi;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** {@link Submissions}, for the role that lets people hand in conversations. Needs a {@link Hangups}, an S3 client, a {@link Gate} and a clock. */
@Configuration(proxyBeanMethods = false)
@Import(CallFolderConfiguration.class)
@EnableConfigurationProperties(IngestSettings.class)
public class SubmissionConfiguration {
    @Bean
    Submissions submissions(CallFolder folder, Hangups hangups, IngestSettings settings, Clock clock) {
        return new Submissions(folder, hangups, new PublicHosts(settings.auditHosts()), clock);
    }

    @Bean
    ImportApi importApi(Submissions submissions, IngestSettings settings) {
        return new ImportApi(submissions, settings);
    }
}
