package io.aftercall.infra.rescore;

import io.aftercall.analyze.Analyst;
import io.aftercall.analyze.AnalyzeConfiguration;
import io.aftercall.analyze.AnalyzeSettings;
import io.aftercall.analyze.CallIndex;
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

/** The rescore in the api role. Needs Kafka as the stages see it, the call folders, the call index, and a clock. */
@Configuration(proxyBeanMethods = false)
@Import(AnalyzeConfiguration.class)
public class RescoreConfiguration {
    @Bean
    RescoreApi rescoreApi(
            CallFolder folder,
            Analyst analyst,
            AnalyzeSettings settings,
            Rubrics rubrics,
            CallIndex index,
            EventPublisher publisher,
            Clock clock,
            @Value("${aftercall.time-zone:UTC}") ZoneId zone) {
        Counting counting = new Counting(folder, analyst, settings, Patience.MINUTES);
        Judging judging = new Judging(folder, index, publisher, Patience.MINUTES, clock);
        return new RescoreApi(new Rescore(counting, judging, clock), rubrics, zone);
    }
}
