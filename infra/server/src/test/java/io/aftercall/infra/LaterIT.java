package io.aftercall.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.aftercall.embedded.Twins;
import io.aftercall.infra.line.Role;
import io.aftercall.ingest.Call;
import io.aftercall.simulator.Faults;
import io.aftercall.simulator.HangUp;
import io.aftercall.simulator.Simulator;
import io.aftercall.simulator.SimulatorSettings;
import io.aftercall.simulator.pbx.TelephonySystems;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A recording host or a model that is away, on a real Kafka, with delay topics of a few seconds. */
class LaterIT {
    @TempDir
    Path home;

    private final String run = UUID.randomUUID().toString().substring(0, 8);

    @Test
    void letsOthersGoOnWhileTheCallsOfOneHostWaitInTheDelayTopics() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer away = host(() -> asked.incrementAndGet() <= 6 ? 503 : 200);
        HttpServer well = host(() -> 200);
        Map<String, Object> settings = new HashMap<>(Map.of(
                "aftercall.kafka.in-place", "1s",
                "aftercall.kafka.later", "2s,4s",
                "aftercall.circuit.last-probe", "1s"));
        try (Service service = Service.start(OnTwins.options(EnumSet.of(Role.INGEST), home), settings)) {
            for (int i = 0; i < 4; i++) {
                hangUp(service, "waits-" + i, away);
            }
            hangUp(service, "passes", well);

            Awaitility.await()
                    .atMost(Duration.ofSeconds(120))
                    .until(() -> keys("calls.recorded").size() == 5);
            List<ConsumerRecord<byte[], byte[]>> recorded = records("calls.recorded");
            assertThat(key(recorded, 0)).endsWith("passes");
            assertThat(header(recorded.getFirst(), "attempts")).isEqualTo("1");
            assertThat(records("calls.hungup.later.2s")).isNotEmpty();
            assertThat(records("calls.failed")).isEmpty();
            assertThat(records("calls.progress")).isNotEmpty().allSatisfy(record -> assertThat(
                            new String(record.value(), UTF_8))
                    .contains("\"stage\":\"record\"")
                    .containsAnyOf("HTTP 503", "is away since"));
            // Back on the stage's own topic it is the same event, once more.
            ConsumerRecord<byte[], byte[]> back = records("calls.hungup").getLast();
            assertThat(header(back, "later")).contains("\"made\":");
            assertThat(header(back, "ce_type")).isEqualTo("io.aftercall.calls.hungup.v1");
        } finally {
            away.stop(0);
            well.stop(0);
        }
    }

    @Test
    void givesPlacesToOtherHostsHoweverManyCallsWaitForOne() throws Exception {
        AtomicBoolean back = new AtomicBoolean();
        HttpServer away = host(() -> back.get() ? 200 : 503);
        HttpServer well = host(() -> 200);
        Map<String, Object> settings = new HashMap<>(Map.of(
                "aftercall.ingest.in-flight", "4",
                "aftercall.kafka.in-place", "1h",
                "aftercall.kafka.later", "2s,4s",
                "aftercall.circuit.last-probe", "1s"));
        try (Service service = Service.start(OnTwins.options(EnumSet.of(Role.INGEST), home), settings)) {
            for (int i = 0; i < 60; i++) {
                hangUp(service, "waits-" + i, away);
            }
            hangUp(service, "passes", well);

            Awaitility.await()
                    .atMost(Duration.ofSeconds(120))
                    .until(() -> records("calls.recorded").size() == 1);
            assertThat(key(records("calls.recorded"), 0)).endsWith("passes");

            back.set(true);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(120))
                    .until(() -> keys("calls.recorded").size() == 61);
            assertThat(records("calls.failed")).isEmpty();
        } finally {
            away.stop(0);
            well.stop(0);
        }
    }

    @Test
    void passesOnWhatNeedsNoModelWhileTheModelsAreAwayAndAllElseAsSoonAsTheyAreBack() throws Exception {
        try (Simulator simulator =
                Simulator.start(SimulatorSettings.of(Path.of("../simulator/samples"), home.resolve("simulator"))
                        .withFaults(Faults.NONE.withErrorRate(1), 1))) {
            Map<String, Object> settings = OnTwins.surroundings(simulator);
            settings.put("aftercall.kafka.in-place", "1s");
            settings.put("aftercall.circuit.last-probe", "1s");
            try (Service service = Service.start(
                    OnTwins.options(EnumSet.of(Role.INGEST, Role.TRANSCRIBE, Role.ANALYZE), home), settings)) {
                Set<String> spoken =
                        Set.of("zh-won-01", "zh-price-01", "zh-callback-01", "ru-won-01", "ru-angry-01", "en-won-01");
                simulator.hangUp(URI.create(service.url()), run + "-", TelephonySystems.required("generic"), spoken);
                Awaitility.await().atMost(Duration.ofSeconds(120)).until(() -> !records("calls.recorded.later.1h")
                        .isEmpty());

                String unanswered = "callid=%s-unanswered&number=13800000000&bill=0&duration=9000&da=power+off";
                assertThat(post(
                                service,
                                "/api/hangup_notify",
                                "application/x-www-form-urlencoded",
                                unanswered.formatted(run)))
                        .isEqualTo(202);
                Awaitility.await()
                        .atMost(Duration.ofSeconds(120))
                        .until(() -> records("calls.analyzed").size() == 1);
                assertThat(key(records("calls.analyzed"), 0)).endsWith("-unanswered");

                simulator.faults().set(Faults.NONE);
                Awaitility.await()
                        .atMost(Duration.ofSeconds(120))
                        .until(() -> keys("calls.analyzed").size() == 1 + spoken.size());
                assertThat(records("calls.failed")).isEmpty();
                assertThat(records("calls.transcribed"))
                        .anySatisfy(record -> assertThat(Long.parseLong(header(record, "waited")))
                                .as("ms, and not the hour for which it was put off")
                                .isBetween(1_000L, 300_000L));
            }
        }
    }

    @Test
    void judgesOfflineWhileTheModelIsAwayAndByTheModelOnceItIsBack() throws Exception {
        try (Simulator simulator =
                Simulator.start(SimulatorSettings.of(Path.of("../simulator/samples"), home.resolve("simulator"))
                        .withFaults(Faults.NONE.withErrorRate(1).striking(Faults.Target.MODEL), 1))) {
            Map<String, Object> settings = OnTwins.surroundings(simulator);
            settings.put("aftercall.analyze.fallback", "offline");
            settings.put("aftercall.analyze.fallback-after", "0s");
            settings.put("aftercall.analyze.second-look", "1s");
            settings.put("aftercall.circuit.last-probe", "1s");
            try (Service service = Service.start(OnTwins.options(EnumSet.allOf(Role.class), home), settings)) {
                HangUp call = simulator
                        .hangUp(
                                URI.create(service.url()),
                                run + "-",
                                TelephonySystems.required("generic"),
                                Set.of("zh-won-01"))
                        .getFirst();
                Http http = new Http(service.url());
                String path = "/api/v1/calls/" + Call.keyOf("generic", call.callId());
                Awaitility.await().atMost(Duration.ofSeconds(120)).untilAsserted(() -> {
                    JsonNode engine = http.get(path).json().at("/analysis/engine");
                    assertThat(engine.path("name").asString()).isEqualTo("offline");
                    assertThat(engine.path("provisional").asBoolean()).isTrue();
                    assertThat(engine.path("because").asString())
                            .startsWith("to be judged again once the model is back: ");
                });
                String text =
                        "{\"dialog_text\":\"Agent: Hello, %s.\\nCustomer: It is too expensive, no.\"}".formatted(run);
                JsonNode forNow = http.postJson("/analyze_call", text).json();
                assertThat(forNow.at("/engine/provisional").asBoolean()).isTrue();
                String message = "{\"presale_ticket_id\":1,\"customer_id\":2,\"communication_content\":\"%s\"}"
                        .formatted("This is too expensive for us, but we like it. " + run);
                assertThat(http.postJson("/api/v1/presale/ai/analyze-emotion", message)
                                .json()
                                .at("/analysis_result")
                                .asString())
                        .startsWith("The model is away: this was judged offline for now");

                simulator.faults().set(Faults.NONE);
                for (String each :
                        List.of(path, "/api/v1/calls/" + forNow.at("/call_key").asString())) {
                    Awaitility.await().atMost(Duration.ofSeconds(120)).untilAsserted(() -> {
                        JsonNode analysis = http.get(each).json().at("/analysis");
                        assertThat(analysis.at("/engine/name").asString()).isEqualTo("model");
                        assertThat(analysis.at("/earlier")).hasSize(1);
                    });
                }
                assertThat(records("calls.failed")).isEmpty();
            }
        }
    }

    private interface Status {
        int next();
    }

    private static HttpServer host(Status status) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = "not really audio".getBytes(UTF_8);
            exchange.sendResponseHeaders(status.next(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private void hangUp(Service service, String call, HttpServer host) throws Exception {
        String body = "{\"call_id\":\"%s-%s\",\"manager_id\":\"m\",\"recording_url\":\"http://127.0.0.1:%d/%s.wav\"}"
                .formatted(run, call, host.getAddress().getPort(), call);
        // A machine that is busy with other tests may say 503, and a telephony system then asks again.
        Awaitility.await()
                .until(
                        () -> post(service, "/webhook/new_call_recording", "application/json", body),
                        status -> status == 202);
    }

    private static int post(Service service, String path, String contentType, String body) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(service.url() + path))
                                .header("Content-Type", contentType)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return answer.statusCode();
    }

    private Set<String> keys(String topic) {
        return records(topic).stream()
                .map(record -> new String(record.key(), UTF_8))
                .collect(Collectors.toSet());
    }

    private static String key(List<ConsumerRecord<byte[], byte[]>> records, int index) {
        return new String(records.get(index).key(), UTF_8);
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    /** This run's records of a topic, in the order of their time. */
    private List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", Twins.kafka()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> {
                    if (new String(record.key(), UTF_8).contains(run)) {
                        records.add(record);
                    }
                });
            }
        }
        records.sort(java.util.Comparator.comparingLong(ConsumerRecord::timestamp));
        return records;
    }
}
