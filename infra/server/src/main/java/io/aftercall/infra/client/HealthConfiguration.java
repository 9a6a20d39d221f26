package io.aftercall.infra.client;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One entry in {@code /actuator/health} for each dependency; Kafka's stands with the line. */
@Configuration(proxyBeanMethods = false)
public class HealthConfiguration {
    private static final int TIMEOUT_MS = 2_000;

    @Bean
    HealthIndicator elasticsearchHealthIndicator(ElasticsearchClient client, ClientSettings settings) {
        return new DependencyHealth(settings.elasticsearch().url().toString(), () -> {
            if (!client.ping().value()) {
                throw new IOException("does not answer a ping");
            }
        });
    }

    @Bean
    HealthIndicator s3HealthIndicator(Bucket bucket, ClientSettings settings) {
        URI endpoint = settings.s3().endpoint();
        String address = (endpoint == null ? "Amazon S3" : endpoint.toString()) + ", bucket "
                + settings.s3().bucket();
        return new DependencyHealth(address, bucket::check);
    }

    @Bean
    HealthIndicator speechHealthIndicator(ClientSettings settings, SpeechAddress speech) {
        URI address = URI.create(settings.speech().or(settings.openai()).address());
        return new DependencyHealth(address.toString(), () -> {
            speech.require();
            connect(address);
        });
    }

    @Bean
    @ConditionalOnExpression("'${aftercall.openai.api-key:}' != '' or '${aftercall.openai.base-url:}' != ''")
    HealthIndicator modelHealthIndicator(ClientSettings settings) {
        URI address = URI.create(settings.openai().address());
        return new DependencyHealth(address.toString(), () -> connect(address));
    }

    @Bean
    @ConditionalOnExpression("'${aftercall.notify.chat-url:}' != ''")
    HealthIndicator chatHealthIndicator(@Value("${aftercall.notify.chat-url:}") URI chat) {
        // A chat's address is its secret: only the host is shown.
        return new DependencyHealth(String.valueOf(chat.getHost()), () -> connect(chat));
    }

    /** Whether anybody listens there; a request would cost money or appear in a chat. */
    private static void connect(URI address) throws IOException {
        int port = address.getPort() > 0 ? address.getPort() : "https".equals(address.getScheme()) ? 443 : 80;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.getHost(), port), TIMEOUT_MS);
        }
    }
}
