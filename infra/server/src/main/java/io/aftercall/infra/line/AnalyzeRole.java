package io.aftercall.infra.line;

import io.aftercall.analyze.Analyst;
import io.aftercall.analyze.AnalyzeConfiguration;
import io.aftercall.analyze.AnalyzeSettings;
import io.aftercall.analyze.AnalyzeSettings.Fallback;
import io.aftercall.ingest.Dependency;
import io.aftercall.transcribe.CallTranscribed;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.Message;

/** The analyze stage on its topics. */
@Configuration(proxyBeanMethods = false)
@Import(AnalyzeConfiguration.class)
class AnalyzeRole {
    @Bean
    Consumer<Message<byte[]>> analyze(
            Line line,
            Analyst analyst,
            AnalyzeSettings settings,
            @Qualifier("bucketDependency") Dependency bucket,
            @Qualifier("modelDependency") Dependency model) {
        boolean waits = settings.fallback() != Fallback.OFFLINE;
        return line.consumer(Step.of(
                "analyze",
                Topics.TRANSCRIBED,
                Topics.ANALYZED,
                settings.inFlight(),
                List.of(bucket),
                CallTranscribed.class,
                said -> waits && Analyst.isToBeJudged(said) ? List.of(model) : List.of(),
                // Whoever handed it in may still be waiting for the model's answer.
                said -> analyst.inTurn(said.call(), () -> analyst.analyze(said))));
    }
}
