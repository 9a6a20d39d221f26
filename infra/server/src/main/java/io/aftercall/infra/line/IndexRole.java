package io.aftercall.infra.line;

import io.aftercall.analyze.AnalyzeSettings;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.CallIndexer;
import io.aftercall.analyze.IndexConfiguration;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallJson;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
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
@EnableConfigurationProperties({StuckSettings.class, AnalyzeSettings.class})
class IndexRole {
    /** As long as some are under way; else it looks only once in that. */
    private static final int LOOKS_IN_A_PAUSE = 12;

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

    @Bean
    Watch secondOpinions(
            CallIndex index, CallFolder folder, EventPublisher publisher, AnalyzeSettings settings, Clock clock) {
        SecondOpinions opinions = new SecondOpinions(
                index,
                folder,
                said -> publisher.sendAgain(Topics.TRANSCRIBED, said.call().key(), CallJson.write(said)),
                settings.secondLook(),
                clock);
        Duration often = settings.secondLook().dividedBy(LOOKS_IN_A_PAUSE);
        return new Watch("calls judged offline for now", often, opinions::look);
    }
}
