package io.aftercall.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aftercall.infra.line.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpOptionsTest {
    @Test
    void takesEveryRoleUnlessToldOtherwise() {
        assertThat(UpOptions.parse(List.of(), Map.of()).roles()).containsExactly(Role.values());
        assertThat(UpOptions.parse(List.of("--stages=transcribe, notify"), Map.of())
                        .roles())
                .containsExactly(Role.TRANSCRIBE, Role.NOTIFY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--stages=transcribe,wash", "--stages=", "--stagess", "demo"})
    void namesTheWordItDoesNotKnow(String argument) {
        String wrong = argument.replace("--stages=transcribe,", "").replace("--stages=", "");

        assertThatThrownBy(() -> UpOptions.parse(List.of(argument), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + wrong + "'");
    }

    @Test
    void passesSettingsThrough() {
        assertThat(UpOptions.parse(List.of("--port=8001", "--aftercall.notify.poll=2s"), Map.of())
                        .springArguments())
                .containsExactly("--server.port=8001", "--aftercall.notify.poll=2s");
    }

    @Test
    void keepsItsDataInTheHomeOfTheUserUnlessToldOtherwise() {
        assertThat(UpOptions.parse(List.of(), Map.of()).home())
                .isEqualTo(Path.of(System.getProperty("user.home"), ".aftercall"));
        assertThat(UpOptions.parse(List.of(), Map.of("AFTERCALL_HOME", "/data/a"))
                        .home())
                .isEqualTo(Path.of("/data/a"));
    }

    @Test
    void refusesAPartOfTheLineWithoutTheAddressesItShares() {
        UpOptions part = UpOptions.parse(List.of("--stages=transcribe"), Map.of("KAFKA_BOOTSTRAP_SERVERS", "k:9092"));

        assertThatThrownBy(part::requireAddressesUnlessWhole)
                .hasMessage(
                        "--stages=transcribe is a part of the line, which needs what it shares with the other parts:"
                                + " set ELASTICSEARCH_URL");
        UpOptions.parse(List.of(), Map.of()).requireAddressesUnlessWhole();
    }
}
