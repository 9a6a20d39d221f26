package io.aftercall.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@EnabledIfSystemProperty(named = "aftercall.faults", matches = "full")
class KeepRunningIT {
    @TempDir
    private Path home;

    @Test
    void bringsAKilledBrokerBackWithItsRecordsAtTheSameAddress() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(home)) {
            kafka.keepRunning();
            Topic topic = Topic.create(kafka.bootstrapServers(), "calls.hungup");
            topic.send("one");
            Process first = kafka.process();

            first.destroyForcibly().waitFor();

            awaitAnotherThan(first, kafka::process);
            kafka.awaitReady();
            topic.send("two");
            assertThat(topic.read(2)).containsExactly("one", "two");
        }
    }

    @Test
    void bringsANodeBackEachTimeItIsKilled() throws Exception {
        try (EmbeddedElasticsearch elasticsearch = EmbeddedElasticsearch.start(home)) {
            elasticsearch.keepRunning();
            SearchIndex index = SearchIndex.create(elasticsearch.url());
            for (int kill = 0; kill < 2; kill++) {
                Process killed = elasticsearch.process();

                killed.destroyForcibly().waitFor();

                awaitAnotherThan(killed, elasticsearch::process);
                elasticsearch.awaitReady();
                index.assertThatEachLanguageIsSearchedItsOwnWay();
            }
        }
    }

    @Test
    void keepsTryingWhileItCannotStartAndLeavesNothingBehindWhenClosed() throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.start(home);
        kafka.keepRunning();
        Path meta = home.resolve("data/meta.properties");
        String good = Files.readString(meta);
        Files.writeString(meta, "version=99\n");
        Process first = kafka.process();

        first.destroyForcibly().waitFor();
        Process second = awaitAnotherThan(first, kafka::process);
        second.waitFor();
        Files.writeString(meta, good);
        Process third = awaitAnotherThan(second, kafka::process);

        kafka.close();
        assertThat(third.isAlive()).isFalse();
        HomeLock.awaitFree(home, Duration.ZERO);
        assertThat(kafka.process()).as("none was started after the close").isSameAs(third);
    }

    private static Process awaitAnotherThan(Process before, Supplier<Process> now) throws IOException {
        Deadline deadline = Deadline.in(Duration.ofSeconds(60));
        while (now.get() == before) {
            deadline.pauseOr(() -> new IOException("pid " + before.pid() + " was not started again"));
        }
        return now.get();
    }
}
