package io.aftercall.analyze;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import io.aftercall.analyze.index.ElasticsearchCallIndex;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The {@link CallIndex} and the {@link Ids}, for every role that writes to it or reads it. Needs an {@link ElasticsearchClient} and a {@link Gate}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IndexSettings.class)
public class CallIndexConfiguration {
    @Bean
    CallIndex callIndex(
            ElasticsearchClient client,
            IndexSettings settings,
            @Qualifier("indexDependency") Dependency indexDependency,
            Gate gate) {
        return new ElasticsearchCallIndex(client, settings, indexDependency, gate);
    }

    @Bean
    Ids ids(
            ElasticsearchClient client,
            IndexSettings settings,
            @Qualifier("indexDependency") Dependency indexDependency,
            Gate gate) {
        return new Ids(client, settings, indexDependency, gate);
    }
}
