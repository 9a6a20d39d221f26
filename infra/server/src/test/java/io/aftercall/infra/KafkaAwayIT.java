package io.aftercall.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.embedded.EmbeddedKafka;
import io.aftercall.infra.line.Role;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.RecordedCalls;
import io.aftercall.ingest.webhook.Golden;
import io.aftercall.simulator.Notification;
import io.aftercall.simulator.calls.CallsFolder;
import io.aftercall.simulator.calls.SampleCall;
import io.aftercall.simulator.pbx.PlacedCall;
import io.aftercall.simulator.pbx.TelephonySystem;
import io.aftercall.simulator.pbx.TelephonySystems;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
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
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The webhooks alone, in the words of each telephony system, as one process of many, with a broker that is killed and comes back. */
class KafkaAwayIT {
    private static final List<TelephonySystem> SYSTEMS = TelephonySystems.all();
    private static final String NOWHERE = "http://127.0.0.1:9";

    @TempDir
    Path home;

    private final HttpClient http = HttpClient.newHttpClient();
    private SampleCall sample;

    @BeforeEach
    void read() throws IOException {
        sample = CallsFolder.read(Path.of("../simulator/samples").toAbsolutePath())
                .calls()
                .getFirst();
    }

    @Test
    void hasEveryAcceptedHangupInTheTopicAfterTheBrokerWasKilledUnderLoad() throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.start(home.resolve("kafka"));
        Set<String> accepted = new ConcurrentSkipListSet<>();
        AtomicInteger refused = new AtomicInteger();
        try (Service service = ingest(kafka)) {
            for (TelephonySystem system : SYSTEMS) {
                assertThat(taken(hangUp(system, "first-").to(URI.create(service.url()))) / 100)
                        .isEqualTo(2);
            }
            AtomicBoolean over = new AtomicBoolean();
            List<Future<Long>> longest = new ArrayList<>();
            try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 128; i++) {
                    String client = "client-" + i + "-";
                    TelephonySystem system = SYSTEMS.get(i % SYSTEMS.size());
                    longest.add(clients.submit(() -> {
                        long nanos = 0;
                        for (int n = 0; !over.get(); n++) {
                            long began = System.nanoTime();
                            Notification hangUp = hangUp(system, client + n + "-");
                            HttpResponse<String> answer = post(service, hangUp);
                            nanos = Math.max(nanos, System.nanoTime() - began);
                            if (answer.statusCode() / 100 == 2) {
                                accepted.add(Call.keyOf(hangUp.source(), hangUp.callId()));
                            } else {
                                assertThat(answer.statusCode()).isEqualTo(503);
                                assertThat(answer.headers().firstValue("Retry-After"))
                                        .contains("5");
                                assertThat(answer.body()).contains("\"detail\":\"not safe yet, send it again: ");
                                refused.incrementAndGet();
                                // Less than was asked for, and enough for the broker to find a processor free to start
                                // on.
                                Thread.sleep(500);
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

    @Test
    void hasInTheTopicWhatTelephonySystemsReallySend() throws Exception {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "aftercall.ingest.webhook-token",
                Golden.TOKEN,
                // Nobody asks real hosts for these recordings.
                "spring.cloud.stream.bindings.record-in-0.consumer.auto-startup",
                "false"));
        Golden.SECRETS.forEach((name, value) -> settings.put("aftercall.telephony." + name, value));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(home.resolve("golden"))) {
            settings.put("aftercall.kafka.bootstrap-servers", kafka.bootstrapServers());
            Set<String> told = new TreeSet<>();
            try (Service service = Service.start(OnTwins.options(EnumSet.of(Role.INGEST), home), settings)) {
                RecordedCalls calls = new RecordedCalls(service.bean(CallFolder.class));
                for (Golden golden : Golden.in(Path.of("../../ingest/src/test/resources/golden"))) {
                    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.url() + golden.path()))
                            .POST(HttpRequest.BodyPublishers.ofString(golden.body()));
                    golden.headers().forEach(request::header);
                    assertThat(taken(request.build()))
                            .as(golden.toString())
                            .isEqualTo(golden.expected().at("/status").asInt());
                    golden.expected()
                            .at("/facts")
                            .forEach(fact -> told.add(fact.at("/call/key").asString()));
                }
                // As the stage does that stands still here, latest first.
                hangups(kafka).reversed().forEach(calls::keep);
                assertThat(calls.facts("mango-MTIzNDU2Nzg5MA_-6cff492f45a7")).hasSize(2);
                assertThat(calls.facts("zadarma-in_6f1b")).hasSize(2);
                assertThat(calls.facts("tccc-e97be0ab-1ef6-4ad2-a8c4-2b2bbfb18e55"))
                        .hasSize(3);
                assertThat(calls.facts("freeswitch-402f0929-1f2e-4c3d-9a8b-7c6d5e4f3a2b"))
                        .as("one leg three times, and the other")
                        .hasSize(2);
                assertThat(RecordedCalls.joined(calls.facts("mango-MTIzNDU2Nzg5MA_-6cff492f45a7"))
                                .managerId())
                        .isEqualTo("101");
            }
            assertThat(keys(kafka)).isEqualTo(told).hasSizeGreaterThan(10);
        }
    }

    private Service ingest(EmbeddedKafka kafka) throws IOException {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "aftercall.kafka.bootstrap-servers",
                kafka.bootstrapServers(),
                // Every notification names a recording whose host is away.
                "aftercall.ingest.recording-patience",
                "1h"));
        SYSTEMS.forEach(system -> settings.putAll(system.settings(NOWHERE)));
        return Service.start(OnTwins.options(EnumSet.of(Role.INGEST), home), settings);
    }

    private Notification hangUp(TelephonySystem system, String run) {
        return Notification.of(system, new PlacedCall(sample, run, 1, 20_000, Instant.now(), NOWHERE))
                .getFirst();
    }

    private HttpResponse<String> post(Service service, Notification hangUp) throws Exception {
        return http.send(hangUp.to(URI.create(service.url())), HttpResponse.BodyHandlers.ofString());
    }

    /** Sent again, as telephony systems do, while Kafka takes too long on a busy machine. */
    private int taken(HttpRequest notification) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> http.send(notification, HttpResponse.BodyHandlers.discarding())
                                .statusCode(),
                        status -> status != 503);
    }

    private String health(Service service) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(URI.create(service.url() + "/actuator/health"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static Set<String> keys(EmbeddedKafka kafka) {
        return records(kafka).stream()
                .map(record -> new String(record.key(), UTF_8))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<CallHungUp> hangups(EmbeddedKafka kafka) {
        return records(kafka).stream()
                .map(record -> CallJson.read(record.value(), CallHungUp.class))
                .toList();
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(EmbeddedKafka kafka) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
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
                consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
            }
        }
        return records;
    }
}
