package io.aftercall.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@EnabledIfSystemProperty(named = "aftercall.faults", matches = "full")
class EmbeddedKafkaRestartIT {
    private static final String TOPIC = "calls.hungup";

    @TempDir
    private Path home;

    @Test
    void keepsRecordsAndAddressOverARestart() throws Exception {
        Topic topic;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(home)) {
            topic = Topic.create(kafka.bootstrapServers(), TOPIC);
            topic.send("one");
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(home)) {
            assertThat(kafka.bootstrapServers()).isEqualTo(topic.bootstrapServers());
            topic.send("two");
            assertThat(topic.read(2)).containsExactly("one", "two");
        }
    }

    @Test
    void keepsRecordsOverKillMinusNine() throws Exception {
        EmbeddedKafka killed = EmbeddedKafka.start(home);
        Topic topic = Topic.create(killed.bootstrapServers(), TOPIC);
        topic.send("one");
        killed.kill();
        assertThat(killed.process().isAlive()).isFalse();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(home)) {
            Topic after = new Topic(kafka.bootstrapServers(), TOPIC);
            after.send("two");
            assertThat(after.read(2)).containsExactly("one", "two");
        }
    }

    @Test
    void keepsRecordsAtAnotherPortWhenItsOwnIsTaken() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(home)) {
            Topic.create(kafka.bootstrapServers(), TOPIC).send("one");
        }
        int port = Integer.parseInt(Files.readAllLines(home.resolve("ports")).getFirst());
        try (var squatter = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                EmbeddedKafka kafka = EmbeddedKafka.start(home)) {
            assertThat(kafka.bootstrapServers()).doesNotEndWith(":" + squatter.getLocalPort());
            assertThat(new Topic(kafka.bootstrapServers(), TOPIC).read(1)).containsExactly("one");
        }
    }

    @Test
    void saysWhyItDidNotStart() throws IOException {
        Path data = Files.createDirectories(home.resolve("data"));
        Files.writeString(data.resolve("meta.properties"), "version=99\n");
        assertThatThrownBy(() -> EmbeddedKafka.start(home))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("kafka ended with exit code 1")
                .hasMessageContaining(home.toRealPath().resolve("kafka.log").toString())
                .hasMessageContaining("meta.properties");
    }
}
