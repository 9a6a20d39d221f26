package io.aftercall.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoOptionsTest {
    @TempDir
    Path calls;

    @BeforeEach
    void makeAFolderOfCalls() throws Exception {
        Files.writeString(calls.resolve("manifest.jsonl"), "");
    }

    @Test
    void touchesNothingThatIsSetForRealUse() {
        DemoOptions options = DemoOptions.parse(
                List.of("--once", "--calls", calls.toString()),
                Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS", "real:9092",
                        "ELASTICSEARCH_URL", "http://real:9200",
                        "S3_ENDPOINT", "http://real:9000",
                        "CHAT_WEBHOOK_URL", "http://real/hook",
                        "AFTERCALL_HOME", "/data/a",
                        "AFTERCALL_PORT", "8001"));

        assertThat(options.once()).isTrue();
        assertThat(options.home()).isEqualTo(Path.of("/data/a/demo"));
        assertThat(options.chat()).isNull();
        assertThat(options.settings()).containsOnly(Map.entry("server.port", "8001"));
        assertThat(options.isSimulatedModel()).isTrue();
    }

    @Test
    void asksTheModelsThatAreSet() {
        DemoOptions options = DemoOptions.parse(
                List.of("--calls=" + calls, "--chat=http://chat/hook"), Map.of("OPENAI_BASE_URL", "http://llm/v1"));

        assertThat(options.isSimulatedModel()).isFalse();
        assertThat(options.modelAddress()).isEqualTo("http://llm/v1");
        assertThat(options.chat()).isEqualTo("http://chat/hook");
    }

    @Test
    void namesWhatItDoesNotUnderstand() {
        assertThatThrownBy(() -> DemoOptions.parse(List.of("--twice"), Map.of()))
                .hasMessageContaining("'--twice'");
        assertThatThrownBy(() -> DemoOptions.parse(List.of("--calls"), Map.of()))
                .hasMessageContaining("'--calls'");
        assertThatThrownBy(() -> DemoOptions.parse(List.of("--calls", "/nowhere"), Map.of()))
                .hasMessage("/nowhere has no manifest.jsonl, so it is not a folder of calls");
    }
}
