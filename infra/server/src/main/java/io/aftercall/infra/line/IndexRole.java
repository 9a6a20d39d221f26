package io.aftercall.infra.line;

import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.CallIndexer;
import io.aftercall.analyze.IndexConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.Message;

/** The index on all of the line's topics, and what it shows to be stuck. */
@Configuration(proxyBeanMethods = false)
@Import(IndexConfiguration.class)
@EnableConfigurationProperties(StuckSettings.class)
class IndexRole {
    @Bean
    Consumer<Message<List<byte[]>>> index(
            CallIndexer indexer, EventPublisher publisher, ClaimChecks claims, Clock clock) {
        return new IndexBatches(indexer, publisher, claims, clock);
    }

    @Bean
    Watch stuckWatch(
            CallIndex index,
            EventPublisher publisher,
            KafkaSettings kafka,
            StuckSettings settings,
            Clock clock,
            MeterRegistry metrics) {
        StuckCalls calls = new StuckCalls(index, publisher, kafka, settings, clock, metrics);
        return new Watch("stuck calls", settings.check(), calls::look);
    }
}
