package io.aftercall.infra.line;

import io.aftercall.analyze.CallIndexer;
import io.aftercall.analyze.IndexConfiguration;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.Message;

/** The index on all of the line's topics. */
@Configuration(proxyBeanMethods = false)
@Import(IndexConfiguration.class)
class IndexRole {
    @Bean
    Consumer<Message<List<byte[]>>> index(CallIndexer indexer, EventPublisher publisher, Clock clock) {
        return new IndexBatches(indexer, publisher, clock);
    }
}
