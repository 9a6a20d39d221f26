package io.aftercall.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
    @TempDir
    private static Path home;

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void start() throws IOException {
        kafka = EmbeddedKafka.start(home);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void takesMessagesOfNearly8MiB() throws Exception {
        Topic topic = Topic.create(kafka.bootstrapServers(), "calls.transcribed");
        String transcript = "x".repeat((8 << 20) - 1024);
        topic.send(transcript);
        assertThat(topic.read(1)).containsExactly(transcript);
    }

    @Test
    void refusesASecondBrokerOnTheSameFolder() throws Exception {
        assertThatThrownBy(() -> EmbeddedKafka.start(LibDir.of("aftercall.lib.kafka"), home, Duration.ZERO))
                .isInstanceOf(HomeInUseException.class)
                .hasMessageContaining(
                        "%s is in use by pid %s",
                        home.toRealPath(), kafka.process().pid());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void listensOnLoopbackOnly() throws Exception {
        assertThat(Proc.listeningAddresses(kafka.process())).hasSize(2).allMatch(Proc::isLoopback);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void ignoresCtrlCSoThatItOutlivesItsParentsOrderlyShutdown() throws Exception {
        assertThat(Proc.ignores(kafka.process(), 2)).isTrue();
    }
}
