package io.aftercall.infra.rescore;

import io.aftercall.analyze.Analyst;
import io.aftercall.analyze.AnalyzeConfiguration;
import io.aftercall.analyze.AnalyzeSettings;
import io.aftercall.analyze.Rubrics;
import io.aftercall.infra.line.EventPublisher;
import io.aftercall.infra.line.Patience;
import io.aftercall.ingest.CallFolder;
import java.time.Clock;
import java.time.ZoneId;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The rescore in the api role. Needs Kafka as the stages see it, the call folders, and a clock. */
@Configuration(proxyBeanMethods = false)
@Import(AnalyzeConfiguration.class)
public class RescoreConfiguration {
    @Bean
    RescoreApi rescoreApi(
            CallFolder folder,
            Analyst analyst,
            AnalyzeSettings settings,
            Rubrics rubrics,
            EventPublisher publisher,
            Clock clock,
            @Value("${aftercall.time-zone:UTC}") ZoneId zone) {
        return new RescoreApi(
                new Rescore(folder, analyst, settings, publisher, Patience.MINUTES, clock), rubrics, zone);
    }
}
