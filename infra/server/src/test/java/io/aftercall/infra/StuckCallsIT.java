package io.aftercall.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.CallState;
import io.aftercall.analyze.Position;
import io.aftercall.analyze.Stage;
import io.aftercall.analyze.StageRun;
import io.aftercall.analyze.StageVisit;
import io.aftercall.analyze.Stuck;
import io.aftercall.embedded.Twins;
import io.aftercall.infra.line.Line;
import io.aftercall.infra.line.Role;
import io.aftercall.simulator.Simulator;
import io.aftercall.simulator.SimulatorSettings;
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
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A line whose transcribe and remind stages are away, and events that their groups have acknowledged without any work. */
class StuckCallsIT {
    private static final Duration LONG = Duration.ofSeconds(120);

    @TempDir
    Path home;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String run = "stuck-" + UUID.randomUUID().toString().substring(0, 8) + "-";

    @Test
    void drivesACallAgainWhoseEventWasAcknowledgedWithoutWorkAndLeavesAQueuedOneAlone() throws Exception {
        try (Simulator simulator = Simulator.start(
                        SimulatorSettings.of(Path.of("../simulator/samples"), home.resolve("simulator")));
                Service rest = start(simulator, EnumSet.complementOf(EnumSet.of(Role.TRANSCRIBE, Role.NOTIFY)))) {
            CallIndex index = rest.bean(CallIndex.class);
            String queued = recorded(rest, simulator, "queued");
            Position queuedAt = input(index, queued, Stage.TRANSCRIBE);
            String putOff = recordedElsewhere(rest, simulator, "put-off-", queuedAt);
            Position putOffAt = input(index, putOff, Stage.TRANSCRIBE);
            putOff(records(putOff, putOffAt).getFirst());
            acknowledgeWithoutWork(Stage.TRANSCRIBE, putOffAt);
            String lost = recordedElsewhere(rest, simulator, "lost-", queuedAt);
            Position lostAt = input(index, lost, Stage.TRANSCRIBE);

            acknowledgeWithoutWork(Stage.TRANSCRIBE, lostAt);

            Stuck stuck =
                    await(index, lost, call -> call.stuck().isPresent()).stuck().orElseThrow();
            assertThat(stuck.since()).isEqualTo(lostAt.writtenAt());
            await(index, lost, call -> !call.visit(Stage.TRANSCRIBE)
                    .map(StageVisit::input)
                    .equals(Optional.of(lostAt)));
            List<ConsumerRecord<byte[], byte[]>> twice = records(lost, lostAt);
            assertThat(twice).hasSize(2);
            assertThat(twice.getLast().value()).isEqualTo(twice.getFirst().value());
            assertThat(twice.getLast().headers().toArray())
                    .as("the same event to everybody, by its ce_id and trace")
                    .isEqualTo(twice.getFirst().headers().toArray());
            Awaitility.await().atMost(LONG).until(() -> get(rest, "/actuator/prometheus")
                    .lines()
                    .anyMatch(line -> line.startsWith("aftercall_calls_stuck{")
                            && line.contains("stage=\"transcribe\"")
                            && line.endsWith(" 1.0")));
            assertThat(get(rest, "/calls/" + lost + "?lang=en")).contains("Stuck since");

            assertThat(index.find(queued).orElseThrow().stuck())
                    .as("it lies as long, but in the queue of a stage that is away")
                    .isEmpty();
            assertThat(records(queued, queuedAt)).hasSize(1);
            assertThat(index.find(putOff).orElseThrow().stuck())
                    .as("it lies longer, in a delay topic that nobody reads while the stage is away")
                    .isEmpty();
            assertThat(records(putOff, putOffAt)).hasSize(1);

            try (Service transcribe = start(simulator, EnumSet.of(Role.TRANSCRIBE))) {
                assertThat(transcribe.url()).isNotBlank();
                for (String call : List.of(lost, queued, putOff)) {
                    CallDocument done = await(
                            index, call, c -> c.reachedAt(CallState.ANALYZED).isPresent());
                    assertThat(done.lastFailure()).isEmpty();
                    assertThat(done.stuck()).isEmpty();
                    for (Stage stage : List.of(Stage.RECORD, Stage.TRANSCRIBE, Stage.ANALYZE)) {
                        StageRun ran =
                                done.visit(stage).flatMap(StageVisit::run).orElseThrow();
                        assertThat(ran.attempts()).as(stage.function()).isPositive();
                        assertThat(ran.started()).as(stage.function()).isBeforeOrEqualTo(ran.finished());
                    }
                    assertThat(done.hangupToSearchable()).isPresent();
                }
                assertThat(records(lost, lostAt))
                        .as("at most once in the limit")
                        .hasSize(2);
                assertThat(records(putOff, putOffAt))
                        .as("brought back once it was due")
                        .hasSize(2);
            }

            Position unremindedAt = input(index, lost, Stage.REMIND);
            acknowledgeWithoutWork(Stage.REMIND, unremindedAt);
            CallDocument unreminded = await(index, lost, call -> call.stuck().isPresent());
            assertThat(unreminded.stage()).contains(Stage.REMIND);
            assertThat(unreminded.stuck().orElseThrow().since()).isEqualTo(unremindedAt.writtenAt());
            Awaitility.await().atMost(LONG).untilAsserted(() -> assertThat(records(lost, unremindedAt))
                    .hasSize(2));
            assertThat(index.find(queued).orElseThrow().stuck())
                    .as("it waits for the stage that is away")
                    .isEmpty();
            try (Service notify = start(simulator, EnumSet.of(Role.NOTIFY))) {
                assertThat(notify.url()).isNotBlank();
                for (String call : List.of(lost, queued)) {
                    CallDocument letGo = await(index, call, c -> c.stage().isEmpty());
                    assertThat(letGo.stuck()).isEmpty();
                }
                // Long enough for several looks at what has idled for longer than the limit.
                Thread.sleep(4_000);
                assertThat(records(lost, unremindedAt)).hasSize(2);
                assertThat(records(queued, input(index, queued, Stage.REMIND))).hasSize(1);
            }
        }
    }

    /** In a partition of its own, so that its offset can be acknowledged without the other's. */
    private String recordedElsewhere(Service service, Simulator simulator, String name, Position other)
            throws Exception {
        for (int i = 0; i < 100; i++) {
            String call = recorded(service, simulator, name + i);
            if (input(service.bean(CallIndex.class), call, Stage.TRANSCRIBE).partition() != other.partition()) {
                return call;
            }
        }
        throw new AssertionError("a hundred calls in one partition");
    }

    private String recorded(Service service, Simulator simulator, String name) throws Exception {
        String body = "{\"call_id\":\"%s\",\"manager_id\":\"m-1\",\"recording_url\":\"%s/recordings/en-won-01.wav\"}"
                .formatted(run + name, simulator.pbxUrl());
        HttpRequest hangup = HttpRequest.newBuilder(URI.create(service.url() + "/webhook/new_call_recording"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        assertThat(http.send(hangup, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(202);
        return "generic-" + run + name;
    }

    private static Position input(CallIndex index, String callKey, Stage stage) {
        return await(index, callKey, call -> call.visit(stage)
                        .map(StageVisit::input)
                        .isPresent())
                .visit(stage)
                .map(StageVisit::input)
                .orElseThrow();
    }

    private static CallDocument await(CallIndex index, String callKey, Predicate<CallDocument> rule) {
        return Awaitility.await(callKey)
                .atMost(LONG)
                .until(() -> index.find(callKey), found -> found.filter(rule).isPresent())
                .orElseThrow();
    }

    private static void acknowledgeWithoutWork(Stage stage, Position position) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", Twins.kafka()))) {
            admin.alterConsumerGroupOffsets(
                            Line.group(stage.function()),
                            Map.of(
                                    new TopicPartition(position.topic(), position.partition()),
                                    new OffsetAndMetadata(position.offset() + 1)))
                    .all()
                    .get();
        }
    }

    /** As a stage does it, but hours ago, so that it is overdue. */
    private static void putOff(ConsumerRecord<byte[], byte[]> record) throws Exception {
        long before = record.timestamp() - Duration.ofHours(3).toMillis();
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Twins.kafka()), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            record.topic() + ".later.1m", null, before, record.key(), record.value(), record.headers()))
                    .get();
        }
    }

    /** Everything of the call from {@code position} on. */
    private static List<ConsumerRecord<byte[], byte[]>> records(String callKey, Position position) {
        TopicPartition partition = new TopicPartition(position.topic(), position.partition());
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", Twins.kafka()), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            consumer.seek(partition, position.offset());
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> {
                    if (new String(record.key(), UTF_8).equals(callKey)) {
                        records.add(record);
                    }
                });
            }
        }
        return records;
    }

    private String get(Service service, String path) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(URI.create(service.url() + path)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private Service start(Simulator simulator, EnumSet<Role> roles) throws Exception {
        Map<String, Object> settings = OnTwins.surroundings(simulator);
        settings.put("aftercall.stuck.limit", "2s");
        settings.put("aftercall.stuck.check", "300ms");
        return Service.start(OnTwins.options(roles, home), settings);
    }
}
