package io.aftercall.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.embedded.EmbeddedKafka;
import io.aftercall.infra.line.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The webhook alone, as one process of many, with a broker that is killed and comes back. */
class KafkaAwayIT {
    @TempDir
    Path home;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void hasEveryAcceptedHangupInTheTopicAfterTheBrokerWasKilledUnderLoad() throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.start(home.resolve("kafka"));
        Set<String> accepted = new ConcurrentSkipListSet<>();
        AtomicInteger refused = new AtomicInteger();
        try (Service service = ingest(kafka)) {
            assertThat(post(service, "first").statusCode()).isEqualTo(202);
            AtomicBoolean over = new AtomicBoolean();
            List<Future<Long>> longest = new ArrayList<>();
            try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 128; i++) {
                    String client = "client-" + i + "-";
                    longest.add(clients.submit(() -> {
                        long nanos = 0;
                        for (int n = 0; !over.get(); n++) {
                            long began = System.nanoTime();
                            HttpResponse<String> answer = post(service, client + n);
                            nanos = Math.max(nanos, System.nanoTime() - began);
                            if (answer.statusCode() == 202) {
                                accepted.add("generic-" + client + n);
                            } else {
                                assertThat(answer.statusCode()).isEqualTo(503);
                                assertThat(answer.headers().firstValue("Retry-After"))
                                        .contains("5");
                                assertThat(answer.body()).contains("\"detail\":\"not safe yet, send it again: ");
                                refused.incrementAndGet();
                            }
                        }
                        return nanos;
                    }));
                }
                try {
                    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> accepted.size() > 200);
                    kafka.kill();
                    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> refused.get() > 128);
                    assertThat(health(service)).contains("\"status\":\"DOWN\"");
                    kafka = EmbeddedKafka.start(home.resolve("kafka"));
                    int before = accepted.size();
                    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> accepted.size() > before + 200);
                } finally {
                    over.set(true);
                }
            }
            long most = 0;
            for (Future<Long> client : longest) {
                // An assertion that failed in a client fails here.
                most = Math.max(most, client.get());
            }
            // Told and not judged: this machine may be busy with something else.
            System.out.printf("longest answer with the broker away: %d ms%n", most / 1_000_000);
            assertThat(keys(kafka)).containsAll(accepted);
        } finally {
            kafka.close();
        }
    }

    private Service ingest(EmbeddedKafka kafka) throws IOException {
        Map<String, Object> settings = Map.of(
                "aftercall.kafka.bootstrap-servers",
                kafka.bootstrapServers(),
                // Every notification names a recording whose host is away.
                "aftercall.ingest.recording-patience",
                "1h");
        return Service.start(OnTwins.options(EnumSet.of(Role.INGEST), home), settings);
    }

    private HttpResponse<String> post(Service service, String callId) throws Exception {
        String body = "{\"call_id\":\"%s\",\"manager_id\":\"m-1\",\"recording_url\":\"http://127.0.0.1:9/r.wav\"}"
                .formatted(callId);
        return http.send(
                HttpRequest.newBuilder(URI.create(service.url() + "/webhook/new_call_recording"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String health(Service service) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(URI.create(service.url() + "/actuator/health"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static Set<String> keys(EmbeddedKafka kafka) {
        Set<String> keys = new TreeSet<>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor("calls.hungup").stream()
                    .map(info -> new TopicPartition("calls.hungup", info.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> keys.add(new String(record.key(), UTF_8)));
            }
        }
        return keys;
    }
}
