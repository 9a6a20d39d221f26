package io.aftercall.infra.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aftercall.embedded.EmbeddedKafka;
import io.aftercall.embedded.EmbeddedS3;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The webhook alone: the stage behind it stands still meanwhile, so that its work is not counted. */
final class WebhookBench {
    private static final int CONCURRENT = 128;
    private static final int WARM_UP = 40_000;
    private static final int REQUESTS = 20_000;
    private static final int SIZE = 1_000;
    private static final String TOPIC = "bench";
    private static final String PATH = "/webhook/new_call_recording";

    private WebhookBench() {}

    static WebhookRun run(Path home) throws IOException, InterruptedException {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(home.resolve("kafka"));
                EmbeddedS3 s3 = EmbeddedS3.start(home.resolve("s3"))) {
            WebhookRun.Rate ours;
            List<String> words = List.of(
                    "up",
                    "--stages=ingest",
                    "--port=0",
                    "--aftercall.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                    "--aftercall.s3.endpoint=" + s3.endpoint(),
                    "--aftercall.s3.access-key=" + s3.accessKey(),
                    "--aftercall.s3.secret-key=" + s3.secretKey(),
                    "--aftercall.elasticsearch.url=http://127.0.0.1:1",
                    "--spring.cloud.stream.bindings.record-in-0.consumer.auto-startup=false");
            try (JavaChild line = JavaChild.start(folder(home, "ours"), List.of(), words)) {
                ours = posted(line.said(Pattern.compile("Aftercall is up at (http://\\S+)")));
            }
            WebhookRun.Rate bare;
            try (JavaChild server =
                    JavaChild.start(folder(home, "bare"), List.of(), BareServer.class, List.of("bare"))) {
                bare = posted(server.said(Pattern.compile("Bare at (http://\\S+)")));
            }
            return new WebhookRun(CONCURRENT, ours, bare, produced(kafka.bootstrapServers()));
        }
    }

    private static Path folder(Path home, String name) throws IOException {
        return Files.createDirectories(home.resolve(name));
    }

    /** 1 KB, each of another call. */
    private static String body(int n) {
        String body =
                "{\"call_id\":\"bench-%d\",\"manager_id\":\"m-1\",\"recording_url\":\"http://127.0.0.1:1/a.wav\",\"note\":\"%%s\"}"
                        .formatted(n);
        return body.formatted("x".repeat(SIZE - body.length()));
    }

    private static WebhookRun.Rate posted(String url) throws InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        URI target = URI.create(url + PATH);
        return rate(n -> {
            HttpRequest request = HttpRequest.newBuilder(target)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body(n)))
                    .build();
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != 202) {
                throw new IOException("HTTP " + status);
            }
        });
    }

    private static WebhookRun.Rate produced(String bootstrapServers) throws IOException, InterruptedException {
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class);
        new Topic(bootstrapServers, TOPIC).create();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings)) {
            return rate(n -> producer.send(
                            new ProducerRecord<>(TOPIC, ("bench-" + n).getBytes(UTF_8), body(n).getBytes(UTF_8)))
                    .get());
        }
    }

    private interface Send {
        void send(int n) throws Exception;
    }

    private static WebhookRun.Rate rate(Send send) throws InterruptedException {
        send(WARM_UP, -WARM_UP, send, new AtomicInteger());
        AtomicInteger failed = new AtomicInteger();
        long start = System.nanoTime();
        List<Double> millis = send(REQUESTS, 0, send, failed);
        return new WebhookRun.Rate(REQUESTS, failed.get(), (System.nanoTime() - start) / 1e9, Percentiles.of(millis));
    }

    private static List<Double> send(int requests, int first, Send send, AtomicInteger failed)
            throws InterruptedException {
        List<Double> millis = Collections.synchronizedList(new ArrayList<>(requests));
        Semaphore places = new Semaphore(CONCURRENT);
        IntConsumer timed = n -> {
            long start = System.nanoTime();
            try {
                send.send(n);
                millis.add((System.nanoTime() - start) / 1e6);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                failed.incrementAndGet();
            } finally {
                places.release();
            }
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = first; n < first + requests; n++) {
                int one = n;
                places.acquire();
                threads.execute(() -> timed.accept(one));
            }
        }
        return millis;
    }
}
