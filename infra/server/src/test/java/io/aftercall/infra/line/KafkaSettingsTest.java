package io.aftercall.infra.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class KafkaSettingsTest {
    @Test
    void givesEveryClientWhatIsSetForAll() {
        KafkaSettings settings = settings(Map.of(
                "AFTERCALL_KAFKA_BOOTSTRAPSERVERS", "kafka.example:9093",
                "AFTERCALL_KAFKA_CLIENT_SECURITY_PROTOCOL", "SASL_SSL",
                "AFTERCALL_KAFKA_CLIENT_SASL_JAAS_CONFIG", "a.Module required;",
                "AFTERCALL_KAFKA_CLIENT_ACKS", "0"));

        assertThat(settings.with(Map.of("acks", "all")))
                .containsOnly(
                        Map.entry("bootstrap.servers", "kafka.example:9093"),
                        Map.entry("security.protocol", "SASL_SSL"),
                        Map.entry("sasl.jaas.config", "a.Module required;"),
                        Map.entry("acks", "all"));
    }

    private static KafkaSettings settings(Map<String, Object> environment) {
        StandardEnvironment all = new StandardEnvironment();
        all.getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, environment));
        ConfigurationPropertySources.attach(all);
        return Binder.get(all).bind("aftercall.kafka", KafkaSettings.class).get();
    }
}
