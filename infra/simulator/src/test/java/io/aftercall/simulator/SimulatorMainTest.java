package io.aftercall.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatorMainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
        return SimulatorMain.run(
                arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @Test
    void explainsItself() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("--retry-after SECONDS");
    }

    @Test
    void refusesWrongOptionsWithStatus2() {
        assertThat(run("--error-rat", "1")).isEqualTo(2);
        assertThat(run("--error-rate")).isEqualTo(2);
        assertThat(run("--error-rate", "1.5")).isEqualTo(2);
        assertThat(run("--pbx-port", "70000")).isEqualTo(2);
        assertThat(run("--pbx=3cx")).isEqualTo(2);
        assertThat(run("--calls", "no-such-folder")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("'3cx' is no telephony system; there are generic, robot, twilio")
                .contains("unknown option --error-rat", "--error-rate needs a value", "no manifest.jsonl");
    }

    @Test
    void saysWhatToExport(@TempDir Path folder) throws Exception {
        Folders.ofCalls(folder, 2, 2);

        int status = run(
                "--pbx=zadarma",
                "--calls",
                folder.toString(),
                "--pbx-port",
                "0",
                "--openai-port",
                "0",
                "--chat-port",
                "0");

        assertThat(status).isEqualTo(-1);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("Knows 2 recordings", "export OPENAI_BASE_URL=http://127.0.0.1:", "export CHAT_WEBHOOK_URL=")
                .contains("export AFTERCALL_TELEPHONY_ZADARMA_SECRET=simulated")
                .contains("export AFTERCALL_TELEPHONY_ZADARMA_APIURL=http://127.0.0.1:");
    }
}
