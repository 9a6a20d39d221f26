package io.aftercall.infra.client;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.jackson.Jackson3JsonpMapper;
import com.openai.client.OpenAIClient;
import io.aftercall.infra.circuit.Circuits;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.Dependency;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import javax.xml.stream.XMLInputFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/** Makes the clients; none of them opens a connection before it is used. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ClientSettings.class)
public class ClientConfiguration {
    static {
        // The S3 client keeps an XML parser for each thread, and ours are new for each request: to look for one through
        // all jars took longer than to read the answer. The one that is found is named, so that nobody looks again.
        String parser = XMLInputFactory.class.getName();
        System.setProperty(parser, XMLInputFactory.newFactory().getClass().getName());
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean(destroyMethod = "close")
    S3Client s3Client(ClientSettings settings) {
        return client(settings.s3());
    }

    static S3Client client(ClientSettings.S3 s3) {
        var builder = S3Client.builder()
                .region(Region.of(s3.region()))
                .credentialsProvider(credentials(s3))
                .forcePathStyle(s3.endpoint() != null)
                // Not the JDK's HttpURLConnection: it sends a request again by itself, so that a create-only write that
                // succeeded is answered as one that was there before (measured: 3 of 100).
                .httpClientBuilder(Apache5HttpClient.builder()
                        .maxConnections(256)
                        .connectionTimeout(Duration.ofSeconds(3))
                        .socketTimeout(Duration.ofSeconds(30)))
                // Ours is the only loop of retries, and it says what it waits for.
                .overrideConfiguration(override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry()));
        if (s3.endpoint() != null) {
            // Other stores than Amazon's often know neither its newer checksums nor bodies in signed chunks.
            // Whole bodies are hashed for the signature, or protected by TLS.
            builder.endpointOverride(s3.endpoint())
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                    .serviceConfiguration(service -> service.chunkedEncodingEnabled(false));
        }
        return builder.build();
    }

    private static AwsCredentialsProvider credentials(ClientSettings.S3 s3) {
        if (s3.accessKey() == null || s3.accessKey().isBlank() || s3.secretKey() == null) {
            return DefaultCredentialsProvider.builder().build();
        }
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(s3.accessKey(), s3.secretKey()));
    }

    @Bean
    Bucket bucket(S3Client s3, ClientSettings settings) {
        return new Bucket(s3, settings.s3().bucket());
    }

    @Bean(destroyMethod = "close")
    ElasticsearchClient elasticsearchClient(ClientSettings settings) {
        ClientSettings.Elasticsearch es = settings.elasticsearch();
        ElasticsearchClient client = ElasticsearchClient.of(config -> {
            config.host(es.url().toString()).jsonMapper(new Jackson3JsonpMapper(CallJson.mapper()));
            if (es.apiKey() != null && !es.apiKey().isBlank()) {
                config.apiKey(es.apiKey());
            }
            return config;
        });
        return new ElasticsearchClient(new NamedFailures(client._transport()));
    }

    @Bean(destroyMethod = "close")
    OpenAIClient speechClient(ClientSettings settings, Providers providers) {
        return providers.client(Dependency.Kind.SPEECH, settings.speech().or(settings.openai()));
    }

    /** Only where a model is configured: without one the offline engine judges. */
    @Bean(destroyMethod = "close")
    @ConditionalOnExpression("'${aftercall.openai.api-key:}' != '' or '${aftercall.openai.base-url:}' != ''")
    OpenAIClient modelClient(ClientSettings settings, Providers providers) {
        return providers.client(Dependency.Kind.MODEL, settings.openai());
    }

    @Bean
    Providers providers(
            Clock clock,
            MeterRegistry meters,
            Circuits circuits,
            @Value("${aftercall.kafka.retry-after-longest:10m}") Duration longestPause) {
        return new Providers(clock, meters, circuits, longestPause);
    }

    @Bean
    SpeechAddress speechAddress(ClientSettings settings) {
        ClientSettings.OpenAi speech = settings.speech().or(settings.openai());
        return new SpeechAddress(speech.isConfigured());
    }
}
