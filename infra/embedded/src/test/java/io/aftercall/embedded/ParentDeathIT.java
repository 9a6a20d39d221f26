package io.aftercall.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParentDeathIT {
    private static final Duration PREDECESSOR_WAIT = Duration.ofSeconds(20);

    @TempDir
    private Path home;

    private Process parent;
    private List<ProcessHandle> children;

    @BeforeEach
    void startAParentWithTwoChildren() throws Exception {
        parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Daftercall.lib.kafka=" + LibDir.of("aftercall.lib.kafka"),
                        "-Daftercall.lib.elasticsearch=" + LibDir.of("aftercall.lib.elasticsearch"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ParentMain.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader pids = parent.inputReader();
        children = List.of(child(pids.readLine()), child(pids.readLine()));
    }

    @AfterEach
    void stop() {
        parent.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void takesTheChildrenAlongAndLetsASuccessorIn() throws Exception {
        assertThatThrownBy(() -> HomeLock.acquire(home, Duration.ZERO))
                .isInstanceOf(HomeInUseException.class)
                .hasMessageContaining("is in use by pid " + parent.pid());

        parent.destroyForcibly();

        HomeLock.acquire(home, PREDECESSOR_WAIT).close();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(home.resolve("kafka"));
                EmbeddedElasticsearch elasticsearch = EmbeddedElasticsearch.start(home.resolve("elasticsearch"))) {
            assertThat(kafka.process().isAlive()).isTrue();
            assertThat(elasticsearch.process().isAlive()).isTrue();
            for (ProcessHandle child : children) {
                child.onExit().get(PREDECESSOR_WAIT.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }

    private static ProcessHandle child(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }
}
