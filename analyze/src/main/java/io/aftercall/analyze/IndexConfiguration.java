package io.aftercall.analyze;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The index role: the {@link CallIndexer} over the {@link CallIndex}. Needs an Elasticsearch client. */
@Configuration(proxyBeanMethods = false)
@Import(CallIndexConfiguration.class)
public class IndexConfiguration {
    @Bean
    CallIndexer callIndexer(CallIndex index) {
        return new CallIndexer(index);
    }
}
