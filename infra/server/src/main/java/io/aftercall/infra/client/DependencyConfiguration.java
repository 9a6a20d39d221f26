package io.aftercall.infra.client;

import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Dependency.Kind;
import java.net.URI;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the clients lead to, named as it is in logs, health and metrics. */
@Configuration(proxyBeanMethods = false)
public class DependencyConfiguration {
    @Bean
    Dependency bucketDependency(ClientSettings settings) {
        return new Dependency(Kind.BUCKET, settings.s3().bucket());
    }

    @Bean
    Dependency indexDependency(ClientSettings settings) {
        return Dependency.at(Kind.INDEX, settings.elasticsearch().url());
    }

    @Bean
    Dependency speechDependency(ClientSettings settings) {
        return Dependency.at(
                Kind.SPEECH, URI.create(settings.speech().or(settings.openai()).address()));
    }

    @Bean
    Dependency modelDependency(ClientSettings settings) {
        return Dependency.at(Kind.MODEL, URI.create(settings.openai().address()));
    }

    @Bean
    Dependency kafkaDependency(@Value("${aftercall.kafka.bootstrap-servers}") String servers) {
        return new Dependency(Kind.KAFKA, servers);
    }
}
