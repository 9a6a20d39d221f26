package io.aftercall.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ShortNamesTest {
    @Test
    void leadToTheSettingsTheyStandFor() {
        assertThat(ShortNames.settings(Map.of("CHAT_WEBHOOK_URL", " http://chat/hook ", "AFTERCALL_PORT", "8001")))
                .containsOnly(
                        Map.entry("aftercall.notify.chat-url", "http://chat/hook"), Map.entry("server.port", "8001"));
    }

    @Test
    void takeAnEmptyVariableForOneThatIsNotSet() {
        assertThat(ShortNames.settings(Map.of("CHAT_WEBHOOK_URL", "", "PATH", "/bin")))
                .isEmpty();
    }
}
