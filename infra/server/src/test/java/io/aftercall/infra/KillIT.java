package io.aftercall.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aftercall.embedded.HomeLock;
import io.aftercall.simulator.Faults;
import io.aftercall.simulator.Simulator;
import io.aftercall.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo as a process of its own, killed as a power cut would and started again. At full count only: each start takes as
 * much of the machine as a dozen other tests, and the tenth of the fault script, in {@code ./aftercall test}, kills the
 * service three times already.
 */
@EnabledIfSystemProperty(named = "aftercall.faults", matches = "full")
class KillIT {
    private static final String SPEECH = "/v1/audio/transcriptions";
    private static final String MODEL = "/v1/chat/completions";
    /** More of them, with everything else that breaks, are in the fault script. */
    private static final int KILLS = 3;

    @TempDir
    Path home;

    private Simulator outside;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void startWhatIsOutside() throws IOException {
        SimulatorSettings settings = SimulatorSettings.of(Path.of("../simulator/samples"), home.resolve("outside"));
        outside = Simulator.start(settings.withFaults(Faults.NONE.withLatency(700, 700, 4_000), 5));
    }

    @AfterEach
    void stop() throws IOException {
        outside.close();
        // With their embedded children: what still writes would keep the home from being deleted.
        List<ProcessHandle> processes = started.stream()
                .map(Process::toHandle)
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .toList();
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
    }

    @Test
    void finishesEveryCallAfterKillsWithoutPayingOrRemindingTwice() throws Exception {
        int lostAnswers = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            int answersBefore = answers();
            int share = 4 + 5 * kill;
            Process demo = demo("--once");
            await().atMost(Duration.ofSeconds(240)).until(() -> answers() >= answersBefore + share || !demo.isAlive());
            demo.destroyForcibly().waitFor();
            // Requests that were on their way are answered into nothing: those, and only those, may be repeated.
            lostAnswers = settledAnswers() - stored();
        }

        Process last = demo("--once");
        assertThat(last.waitFor(300, TimeUnit.SECONDS)).isTrue();

        assertThat(last.exitValue()).as(output()).isZero();
        String summary = Files.readAllLines(log()).getLast();
        assertThat(summary).matches("(\\d+) calls in, \\1 analysed, \\d+ reminders sent, 0 failed");
        int inputs = outside.stats().paidByInput(SPEECH).size()
                + outside.stats().paidByInput(MODEL).size();
        assertThat(answers())
                .as("every input paid once, but for answers that were lost with a killed process")
                .isEqualTo(inputs + lostAnswers);
        assertThat(stored()).isEqualTo(inputs);
        try (Stream<Path> left = Files.walk(home.resolve("demo/tmp"))) {
            assertThat(left.filter(Files::isRegularFile))
                    .as("recordings of killed processes")
                    .isEmpty();
        }
        System.out.printf("reminders repeated at %d kills, under the same id: %d%n", KILLS, repeatedReminders());
        assertThat(repeatedReminders()).as("one for each kill at most").isLessThanOrEqualTo(KILLS);
    }

    /** Waits for a dying predecessor first, twenty seconds; the same with a short wait is a test of the lock. */
    @Test
    void refusesToStartOnDataThatIsInUse() throws Exception {
        HomeLock held = HomeLock.acquire(home.resolve("demo"), Duration.ZERO);
        try (held) {
            Process second = demo("--once");

            assertThat(second.waitFor(90, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isEqualTo(1);
            assertThat(output())
                    .contains("is in use by pid " + ProcessHandle.current().pid());
        }
    }

    private int answers() {
        return answers(SPEECH) + answers(MODEL);
    }

    private int answers(String endpoint) {
        return outside.stats().paidByInput(endpoint).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** The answers, once the stand-in is done with those whose asker is gone. */
    private int settledAnswers() {
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(30))
                .until(() -> outside.stats().inFlight(SPEECH) + outside.stats().inFlight(MODEL) == 0);
        return answers();
    }

    /** Results of paid requests in the call folders, as the embedded S3 keeps them on disk. */
    private int stored() throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("demo/s3"))) {
            // A kill in the middle of a write leaves half of it, by a name that ends otherwise.
            return (int) files.filter(file -> file.toString().endsWith(".json"))
                    .filter(file -> file.getParent().endsWith("speech")
                            || file.getParent().endsWith("judgements"))
                    .count();
        }
    }

    private long repeatedReminders() {
        List<String> ids = outside.chatMessages().stream()
                .map(message -> message.headers().get("webhook-id"))
                .toList();
        return ids.size() - ids.stream().distinct().count();
    }

    private Path log() {
        return home.resolve("output-" + started.size());
    }

    private String output() throws IOException {
        return Files.readString(log());
    }

    private Process demo(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + Files.createDirectories(home.resolve("demo/tmp"))));
        for (String property : List.of("aftercall.lib.kafka", "aftercall.lib.elasticsearch")) {
            command.add("-D" + property + "=" + System.getProperty(property));
        }
        command.add("-Daftercall.samples=" + Path.of("../simulator/samples").toAbsolutePath());
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Aftercall.class.getName(),
                "demo",
                "--chat",
                outside.chatUrl()));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "AFTERCALL_HOME", home.toString(),
                        "OPENAI_BASE_URL", outside.openAiUrl(),
                        "OPENAI_API_KEY", "simulated"));
        Process process = builder.redirectOutput(
                        home.resolve("output-" + (started.size() + 1)).toFile())
                .start();
        started.add(process);
        return process;
    }
}
