package io.aftercall.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import io.aftercall.analyze.CallAnalysis.Engine;
import io.aftercall.analyze.model.StubModel;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.MemoryCallFolder;
import io.aftercall.transcribe.Transcripts;
import java.io.IOException;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class AnalyzeConfigurationTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withAllowBeanDefinitionOverriding(true)
            .withBean(Clock.class, Clock::systemUTC)
            .withBean(Gate.class, () -> Gate.OPEN)
            .withBean("bucketDependency", Dependency.class, () -> new Dependency(Dependency.Kind.BUCKET, "none"))
            .withBean("modelDependency", Dependency.class, () -> new Dependency(Dependency.Kind.MODEL, "stub"))
            .withUserConfiguration(AnalyzeConfiguration.class)
            .withBean("callFolder", CallFolder.class, MemoryCallFolder::new);

    private ApplicationContextRunner withModel(StubModel model) {
        return runner.withBean("modelClient", OpenAIClient.class, model::client);
    }

    private static Engine engine(Analyst analyst) {
        return analyst.analyze(Transcripts.aCallNobodyAnswered("c")).analysis().engine();
    }

    @Test
    void asksTheModelWhereThereIsOne() throws IOException {
        try (StubModel model = new StubModel()) {
            withModel(model).run(context -> {
                assertThat(engine(context.getBean(Analyst.class)).name()).isEqualTo("model");
                assertThat(engine(context.getBean(Analyst.class)).model()).isEqualTo("gpt-5.4-mini");
            });
        }
    }

    @Test
    void judgesOfflineWhereThereIsNone() {
        runner.run(context ->
                assertThat(engine(context.getBean(Analyst.class)).name()).isEqualTo("offline"));
    }

    @Test
    void judgesOfflineWhenToldTo() throws IOException {
        try (StubModel model = new StubModel()) {
            withModel(model)
                    .withPropertyValues("aftercall.analyze.engine=offline")
                    .run(context -> assertThat(
                                    engine(context.getBean(Analyst.class)).name())
                            .isEqualTo("offline"));
        }
    }

    @Test
    void doesNotStartWithoutTheModelItIsToldToAsk() {
        runner.withPropertyValues("aftercall.analyze.engine=model").run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContaining("aftercall.analyze.engine is model"));
    }

    @ParameterizedTest
    @CsvSource({
        "in-flight=0, inFlight",
        "model= , model",
        "temperature=3, temperature",
        "max-output-tokens=1, maxOutputTokens",
        "request-timeout=0s, requestTimeout",
        "engine=guess, guess",
        "rubrik=classpath:x.yaml, rubrik",
        "rubrics=file:/nowhere/at/all, there is no *.yaml or *.yml in file:/nowhere/at/all",
        "rubrics=classpath:lexicons/, en.yaml: line",
        "routes[0].rubric=superb, there is no rubric 'superb'",
        "routes[0].tenantCode=t-1, rubric"
    })
    void refusesASettingItCannotWorkWith(String setting, String named) {
        runner.withPropertyValues("aftercall.analyze." + setting)
                .run(context -> assertThat(context).getFailure().satisfies(e -> assertThat(messages(e))
                        .contains(named)));
    }

    private static String messages(Throwable e) {
        StringBuilder all = new StringBuilder();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            all.append(cause).append('\n');
        }
        return all.toString();
    }
}
