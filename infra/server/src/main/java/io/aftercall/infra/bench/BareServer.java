package io.aftercall.infra.bench;

import io.aftercall.infra.web.WebConfiguration;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.Hangups;
import io.aftercall.ingest.IngestConfiguration;
import java.net.URI;
import java.time.Clock;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The same server with the same webhooks, where a notification is safe as soon as it is understood: no Kafka. */
final class BareServer {
    private BareServer() {}

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({WebConfiguration.class, IngestConfiguration.class})
    static class Configuration {
        @Bean
        Hangups hangups() {
            return hungUp -> {};
        }

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        Gate gate() {
            return Gate.OPEN;
        }

        /** Never asked. */
        @Bean
        S3Client s3() {
            return S3Client.builder()
                    .endpointOverride(URI.create("http://127.0.0.1:1"))
                    .region(Region.US_EAST_1)
                    .credentialsProvider(AnonymousCredentialsProvider.create())
                    .httpClientBuilder(Apache5HttpClient.builder())
                    .build();
        }

        @Bean
        Dependency bucketDependency() {
            return new Dependency(Dependency.Kind.BUCKET, "none");
        }
    }

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(Configuration.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        ConfigurableApplicationContext context = application.run(
                "--server.port=0",
                "--aftercall.kafka.bootstrap-servers=127.0.0.1:1",
                "--logging.threshold.console=OFF");
        System.out.println(
                "Bare at http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"));
    }
}
