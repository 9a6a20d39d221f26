package io.aftercall.analyze;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The index role: the {@link CallIndexer} over the {@link CallIndex}. Needs an Elasticsearch client and a clock. */
@Configuration(proxyBeanMethods = false)
@Import(CallIndexConfiguration.class)
public class IndexConfiguration {
    @Bean
    CallIndexer callIndexer(CallIndex index, Clock clock) {
        return new CallIndexer(index, clock);
    }
}
