package io.aftercall.analyze;

import com.openai.client.OpenAIClient;
import io.aftercall.analyze.AnalyzeSettings.Choice;
import io.aftercall.analyze.AnalyzeSettings.Fallback;
import io.aftercall.analyze.model.ModelJudge;
import io.aftercall.analyze.offline.OfflineJudge;
import io.aftercall.analyze.tags.TagRules;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallFolderConfiguration;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.DefaultResourceLoader;

/** The judging half of the stage: the {@link Analyst}. Needs an S3 client and a clock; takes a "modelClient" if there is one. */
@Configuration(proxyBeanMethods = false)
@Import(CallFolderConfiguration.class)
@EnableConfigurationProperties(AnalyzeSettings.class)
public class AnalyzeConfiguration {
    @Bean
    Rubrics rubrics(AnalyzeSettings settings) {
        return Rubrics.of(settings.rubrics(), settings.routes());
    }

    @Bean
    TagRules tagRules(AnalyzeSettings settings) {
        return TagRules.read(new DefaultResourceLoader().getResource(settings.tagRules()));
    }

    @Bean
    Analyst analyst(
            CallFolder folder,
            Rubrics rubrics,
            TagRules tagRules,
            AnalyzeSettings settings,
            @Qualifier("modelClient") ObjectProvider<OpenAIClient> modelClient,
            @Qualifier("modelDependency") Dependency modelDependency,
            Gate gate,
            ObjectProvider<MeterRegistry> metrics,
            Clock clock) {
        Judge offline = new OfflineJudge();
        OpenAIClient client = settings.engine() == Choice.OFFLINE ? null : modelClient.getIfAvailable();
        if (settings.engine() == Choice.MODEL && client == null) {
            throw new IllegalStateException(
                    "aftercall.analyze.engine is model, but no model is configured: set an API key"
                            + " for it, or the engine to auto or offline");
        }
        Judge judge = client == null
                ? offline
                : new ModelJudge(
                        client,
                        settings,
                        folder,
                        modelDependency,
                        gate,
                        metrics.getIfAvailable(SimpleMeterRegistry::new));
        boolean standsIn = settings.fallback() == Fallback.OFFLINE;
        return new Analyst(
                folder,
                rubrics,
                judge,
                offline,
                failure -> standsIn
                        && modelDependency.equals(failure.dependency())
                        && gate.isAway(modelDependency, settings.fallbackAfter()),
                tagRules,
                clock);
    }
}
