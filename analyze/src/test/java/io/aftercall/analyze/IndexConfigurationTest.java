package io.aftercall.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import io.aftercall.analyze.api.CallPages;
import io.aftercall.analyze.api.CallsApi;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.Hangups;
import io.aftercall.ingest.MemoryCallFolder;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import software.amazon.awssdk.services.s3.S3Client;

class IndexConfigurationTest {
    private final ApplicationContextRunner roles = new ApplicationContextRunner()
            .withBean(ElasticsearchClient.class, () -> ElasticsearchClient.of(c -> c.host("http://127.0.0.1:9")))
            .withBean(Gate.class, () -> Gate.OPEN)
            .withBean("indexDependency", Dependency.class, () -> new Dependency(Dependency.Kind.INDEX, "nowhere"))
            .withBean(Clock.class, Clock::systemUTC)
            .withBean("bucketDependency", Dependency.class, () -> new Dependency(Dependency.Kind.BUCKET, "none"))
            .withBean("modelDependency", Dependency.class, () -> new Dependency(Dependency.Kind.MODEL, "stub"))
            .withBean(Hangups.class, () -> hungUp -> {})
            .withBean(Verdicts.class, () -> analyzed -> {})
            .withBean(S3Client.class, () -> Mockito.mock(S3Client.class))
            .withAllowBeanDefinitionOverriding(true)
            .withUserConfiguration(IndexConfiguration.class, ApiConfiguration.class)
            .withBean("callFolder", CallFolder.class, MemoryCallFolder::new);

    @Test
    void startsBothRolesOverOneIndexWithoutAskingTheCluster() {
        roles.run(context -> {
            assertThat(context).hasSingleBean(CallIndex.class);
            assertThat(context)
                    .hasSingleBean(CallIndexer.class)
                    .hasSingleBean(CallsApi.class)
                    .hasSingleBean(CallPages.class);
            assertThat(context.getBean(IndexSettings.class).callsIndex()).isEqualTo("calls");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"aftercall.index.replica=1", "aftercall.index.prefix=UPPER", "aftercall.index.batch=0"})
    void refusesToStartOnASettingThatCannotBe(String setting) {
        roles.withPropertyValues(setting).run(context -> assertThat(context).hasFailed());
    }
}
