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
    @ValueSource(strings = {"--stages=transcribe,wash", "--stages=", "--stagess", "--stagez=x", "demo", "--"})
    void namesTheWordItDoesNotKnow(String argument) {
        String wrong = argument.replace("--stages=transcribe,", "").replace("--stages=", "");

        assertThatThrownBy(() -> UpOptions.parse(List.of(argument), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + wrong + "'");
    }

    @Test
    void letsTheCommandLineWinOverTheEnvironment() {
        Map<String, String> environment = Map.of("AFTERCALL_PORT", "8001", "CHAT_LANGUAGE", "ru");

        UpOptions options = UpOptions.parse(List.of("--port=9000", "--aftercall.notify.poll=2s"), environment);

        assertThat(options.settings())
                .containsOnly(
                        Map.entry("server.port", "9000"),
                        Map.entry("aftercall.notify.poll", "2s"),
                        Map.entry("aftercall.notify.language", "ru"));
    }

    @Test
    void knowsAnAddressHoweverItIsGiven() {
        UpOptions options = UpOptions.parse(
                List.of("--aftercall.kafka.bootstrap-servers=real:9092"), Map.of("S3_ENDPOINT", "http://s3"));

        assertThat(options.isSet(UpOptions.KAFKA)).isTrue();
        assertThat(options.isSet(UpOptions.S3)).isTrue();
        assertThat(options.isSet(UpOptions.ELASTICSEARCH)).isFalse();
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
