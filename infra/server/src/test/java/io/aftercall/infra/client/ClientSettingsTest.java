package io.aftercall.infra.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.infra.client.ClientSettings.Limit;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ClientSettingsTest {
    private static final Limit AS_SHIPPED = new Limit(32, null, null, Duration.ofSeconds(5));

    private final ApplicationContextRunner context = new ApplicationContextRunner().withUserConfiguration(Bound.class);

    @EnableConfigurationProperties(ClientSettings.class)
    static class Bound {}

    @Test
    void leavesThePaceToTheProviderUnlessToldOtherwise() {
        context.run(c -> {
            assertThat(c.getBean(ClientSettings.class).openai().limit()).isEqualTo(AS_SHIPPED);
            assertThat(c.getBean(ClientSettings.class).speech().limit()).isEqualTo(AS_SHIPPED);
        });
    }

    @Test
    void limitsSpeechApartFromTheModelAlsoAtTheSameAddress() {
        context.withPropertyValues(
                        "aftercall.openai.base-url=http://127.0.0.1:9/v1",
                        "aftercall.speech.limit.requests-in-flight=8",
                        "aftercall.speech.limit.requests-per-minute=50",
                        "aftercall.speech.limit.tokens-per-minute=6000",
                        "aftercall.speech.limit.longest-wait=1s")
                .run(c -> {
                    ClientSettings settings = c.getBean(ClientSettings.class);
                    ClientSettings.OpenAi speech = settings.speech().or(settings.openai());
                    assertThat(speech.address()).isEqualTo("http://127.0.0.1:9/v1");
                    assertThat(speech.limit()).isEqualTo(new Limit(8, 50, 6000, Duration.ofSeconds(1)));
                    assertThat(settings.openai().limit()).isEqualTo(AS_SHIPPED);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"requests-in-flight=0", "requests-per-minute=0", "tokens-per-minute=0", "longest-wait=-1s"})
    void refuses(String setting) {
        context.withPropertyValues("aftercall.openai.limit." + setting)
                .run(c -> assertThat(c).hasFailed());
    }
}
