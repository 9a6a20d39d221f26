package io.aftercall.infra;

import io.aftercall.embedded.EmbeddedElasticsearch;
import io.aftercall.embedded.EmbeddedKafka;
import io.aftercall.embedded.EmbeddedS3;
import io.aftercall.embedded.HomeLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/** The embedded twins of everything whose address is not set, and the settings that lead to them. */
final class EmbeddedTwins implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedTwins.class);

    private final Map<String, Object> settings = new HashMap<>();
    private final Deque<AutoCloseable> closeables = new ArrayDeque<>();
    private final List<Ready> ready = new ArrayList<>();

    private EmbeddedTwins() {}

    /**
     * Takes the home if anything is to be embedded, then starts what is. Kafka and Elasticsearch need seconds, in which
     * the service can start too: {@link #awaitReady} says when they are there.
     *
     * @throws IOException when one does not start; the others are stopped again
     */
    static EmbeddedTwins start(UpOptions options) throws IOException {
        EmbeddedTwins twins = new EmbeddedTwins();
        try {
            twins.startMissing(options);
            return twins;
        } catch (IOException | RuntimeException e) {
            twins.close();
            throw e;
        }
    }

    private void startMissing(UpOptions options) throws IOException {
        boolean kafka = !options.isSet(UpOptions.KAFKA);
        boolean elasticsearch = !options.isSet(UpOptions.ELASTICSEARCH);
        boolean s3 = !options.isSet(UpOptions.S3);
        if (!kafka && !elasticsearch && !s3) {
            return;
        }
        Path home = options.home();
        closeables.push(HomeLock.acquire(home, Duration.ofSeconds(20)));
        clear(home.resolve("tmp"));
        if (elasticsearch) {
            elasticsearch(home.resolve("elasticsearch"));
        }
        if (kafka) {
            kafka(home.resolve("kafka"));
        }
        if (s3) {
            s3(home.resolve("s3"));
        }
    }

    /** Customers' voices that a killed predecessor was working on; under the lock nobody else is. */
    private static void clear(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> left = Files.list(folder)) {
                for (Path each : left.toList()) {
                    FileSystemUtils.deleteRecursively(each);
                }
            }
        }
    }

    private void kafka(Path home) throws IOException {
        EmbeddedKafka kafka = EmbeddedKafka.launch(home);
        Ready whenReady = () -> {
            kafka.awaitReady();
            kafka.keepRunning();
        };
        started(kafka, whenReady, Map.of(UpOptions.KAFKA, kafka.bootstrapServers()));
    }

    private void elasticsearch(Path home) throws IOException {
        EmbeddedElasticsearch elasticsearch = EmbeddedElasticsearch.launch(home);
        Ready whenReady = () -> {
            elasticsearch.awaitReady();
            elasticsearch.keepRunning();
        };
        started(elasticsearch, whenReady, Map.of(UpOptions.ELASTICSEARCH, elasticsearch.url()));
    }

    private void s3(Path home) throws IOException {
        EmbeddedS3 s3 = EmbeddedS3.start(home);
        started(
                s3,
                () -> {},
                Map.of(
                        UpOptions.S3,
                        s3.endpoint(),
                        "aftercall.s3.access-key",
                        s3.accessKey(),
                        "aftercall.s3.secret-key",
                        s3.secretKey()));
    }

    private interface Ready {
        void await() throws IOException;
    }

    private void started(AutoCloseable twin, Ready twinsReady, Map<String, Object> itsSettings) {
        closeables.push(twin);
        ready.add(twinsReady);
        settings.putAll(itsSettings);
    }

    /** @throws IOException when one did not get ready */
    void awaitReady() throws IOException {
        for (Ready each : ready) {
            each.await();
        }
    }

    Map<String, Object> settings() {
        return settings;
    }

    /** In the reverse order of their start. */
    @Override
    public void close() {
        while (!closeables.isEmpty()) {
            AutoCloseable each = closeables.pop();
            try {
                each.close();
            } catch (Exception e) {
                LOG.warn("{} did not stop in order", each.getClass().getSimpleName(), e);
            }
        }
    }
}
