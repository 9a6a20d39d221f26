package io.aftercall.infra;

import io.aftercall.embedded.EmbeddedElasticsearch;
import io.aftercall.embedded.EmbeddedKafka;
import io.aftercall.embedded.EmbeddedS3;
import io.aftercall.embedded.HomeLock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The embedded twins of everything whose address is not set, and the settings that lead to them. */
final class EmbeddedTwins implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedTwins.class);

    private final Map<String, Object> settings = new HashMap<>();
    private final Deque<AutoCloseable> closeables = new ArrayDeque<>();

    private EmbeddedTwins() {}

    /**
     * Takes the home if anything is to be embedded, then starts Kafka, Elasticsearch and S3 at the same time.
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
        boolean kafka = !options.isSet("KAFKA_BOOTSTRAP_SERVERS");
        boolean elasticsearch = !options.isSet("ELASTICSEARCH_URL");
        boolean s3 = !options.isSet("S3_ENDPOINT");
        if (!kafka && !elasticsearch && !s3) {
            return;
        }
        Path home = options.home();
        closeables.push(HomeLock.acquire(home, Duration.ofSeconds(20)));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> first = threads.submit(when(kafka, () -> kafka(home.resolve("kafka"))));
            Future<?> second = threads.submit(when(elasticsearch, () -> elasticsearch(home.resolve("elasticsearch"))));
            Future<?> third = threads.submit(when(s3, () -> s3(home.resolve("s3"))));
            await(first);
            await(second);
            await(third);
        }
    }

    private static Callable<Boolean> when(boolean wanted, Start start) {
        return () -> {
            if (wanted) {
                start.run();
            }
            return wanted;
        };
    }

    private interface Start {
        void run() throws IOException;
    }

    private void kafka(Path home) throws IOException {
        EmbeddedKafka kafka = EmbeddedKafka.start(home);
        started(kafka, Map.of("aftercall.kafka.bootstrap-servers", kafka.bootstrapServers()));
    }

    private void elasticsearch(Path home) throws IOException {
        EmbeddedElasticsearch elasticsearch = EmbeddedElasticsearch.start(home);
        started(elasticsearch, Map.of("aftercall.elasticsearch.url", elasticsearch.url()));
    }

    private void s3(Path home) throws IOException {
        EmbeddedS3 s3 = EmbeddedS3.start(home);
        started(
                s3,
                Map.of(
                        "aftercall.s3.endpoint", s3.endpoint(),
                        "aftercall.s3.access-key", s3.accessKey(),
                        "aftercall.s3.secret-key", s3.secretKey()));
    }

    private synchronized void started(AutoCloseable twin, Map<String, Object> itsSettings) {
        closeables.push(twin);
        settings.putAll(itsSettings);
    }

    private static void await(Future<?> start) throws IOException {
        try {
            start.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped while starting", e);
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
