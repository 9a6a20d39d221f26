package io.aftercall.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.Refresh;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.CallState;
import io.aftercall.embedded.Twins;
import io.aftercall.infra.line.KafkaSettings;
import io.aftercall.infra.line.Role;
import io.aftercall.infra.line.TopicReader;
import io.aftercall.infra.line.Topics;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.RecordedCalls;
import io.aftercall.simulator.HangUp;
import io.aftercall.simulator.Simulator;
import io.aftercall.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Every index rebuilt from the call folders alone, on real parts, with nothing sent. */
class ReindexIT {
    private static final Duration LONG = Duration.ofSeconds(120);

    @TempDir
    Path home;

    private final String run = UUID.randomUUID().toString().substring(0, 8);

    @Test
    void makesEveryDocumentAgainFromTheFoldersAndSendsNothing() throws Exception {
        try (Simulator simulator = Simulator.start(
                        SimulatorSettings.of(Path.of("../simulator/samples"), home.resolve("simulator")));
                Service service = start(EnumSet.allOf(Role.class), OnTwins.surroundings(simulator))) {
            List<String> keys = callsOfEveryKind(service, simulator);
            Map<String, JsonNode> before = documents(service);
            Map<String, JsonNode> numbers = numbers(service);
            int posted = simulator.chatMessages().size();
            Map<String, Integer> paid = paid(simulator);
            int sent = sentEvents(service);
            assertThat(before.keySet())
                    .filteredOn(id -> id.startsWith("reminders/"))
                    .isNotEmpty();
            assertThat(before.keySet()).filteredOn(id -> id.contains("rounds/")).isNotEmpty();
            assertThat(numbers).isNotEmpty();
            assertThat(keys).allSatisfy(key -> assertThat(before).containsKey("calls/" + key));

            service.bean(ElasticsearchClient.class).indices().delete(delete -> delete.index(indices(service)));
            JsonNode end = reindex(new Http(service.url()));

            assertThat(end.at("/state").asString()).as(end.toString()).isEqualTo("DONE");
            assertThat(end.at("/problemCount").asInt()).isZero();
            // Another test's call may have come with the shared topics.
            assertThat(end.at("/done").asInt()).isGreaterThanOrEqualTo(keys.size());
            assertThat(documents(service)).isEqualTo(before);
            assertThat(numbers(service)).containsAllEntriesOf(numbers);
            assertThat(paid(simulator)).isEqualTo(paid);
            // The clock that posts has looked again by the time that another call's reminder is out.
            HangUp after = simulator
                    .hangUp(URI.create(service.url()), run + "-after-", Set.of("en-churn-01"))
                    .getFirst();
            String another = Call.keyOf(after.source(), after.callId());
            await(service, another, call -> call.reachedAt(CallState.REMINDED).isPresent());
            assertThat(simulator.chatMessages().stream()
                            .filter(each -> !each.body().contains(run + "-after")))
                    .hasSize(posted);
            // A reminder shows on its call a moment before its event is out.
            Awaitility.await().atMost(LONG).untilAsserted(() -> assertThat(sentEvents(service) - sent)
                    .isEqualTo(simulator.chatMessages().size() - posted));
        }
    }

    @Test
    void keepsACallThatHasHungUpAndHasNoFolderYet() throws Exception {
        try (Service service = start(EnumSet.of(Role.INDEX, Role.API), Map.of())) {
            Call call = new Call(
                    "generic-" + run + "-waiting",
                    "generic",
                    run + "-waiting",
                    "m-1",
                    null,
                    null,
                    null,
                    Call.Timing.UNKNOWN,
                    Call.Ending.UNKNOWN,
                    Call.References.NONE);
            publish(call.key(), new CallHungUp(call, "http://127.0.0.1:9/r.wav", Instant.now(), Map.of("id", run)));
            CallDocument waiting = await(service, call.key(), found -> true);

            JsonNode end = reindex(new Http(service.url()));

            assertThat(end.at("/state").asString()).as(end.toString()).isEqualTo("DONE");
            CallDocument rebuilt =
                    service.bean(CallIndex.class).find(call.key()).orElseThrow();
            assertThat(rebuilt.reported()).isEqualTo(waiting.reported());
            assertThat(rebuilt.timeline()).isEqualTo(waiting.timeline());
        }
    }

    @Test
    void beginsAgainAfterAKillInTheMiddle() throws Exception {
        String key = "generic-" + run + "-nobody";
        EnumSet<Role> roles = EnumSet.of(Role.INGEST, Role.INDEX, Role.API);
        try (Service service = start(roles, Map.of())) {
            new Http(service.url()).hangUp(run + "-nobody", "http://127.0.0.1:9/r.wav");
            Awaitility.await()
                    .atMost(LONG)
                    .until(() -> new RecordedCalls(service.bean(CallFolder.class))
                                    .facts(key)
                                    .size()
                            == 1);
            await(service, key, found -> true);
            // What a kill leaves behind: emptied indices and the mark.
            ElasticsearchClient client = service.bean(ElasticsearchClient.class);
            client.index(mark -> mark.index("reindex-" + run + "-reindex")
                    .document(Map.of("begun", 0))
                    .refresh(Refresh.True));
            service.bean(CallIndex.class).clear();
        }

        try (Service service = start(EnumSet.of(Role.API), Map.of())) {
            Http http = new Http(service.url());
            Awaitility.await().atMost(LONG).untilAsserted(() -> {
                JsonNode progress = http.get("/api/v1/reindex").json();
                assertThat(progress.at("/state").asString())
                        .as(progress.toString())
                        .isEqualTo("DONE");
            });
            await(service, key, found -> !found.reported().isEmpty());
            ElasticsearchClient client = service.bean(ElasticsearchClient.class);
            assertThat(client.count(marks -> marks.index("reindex-" + run + "-reindex"))
                            .count())
                    .isZero();
        }
    }

    /** All samples with their reminders sent, one that nobody answered, and one that failed. */
    private List<String> callsOfEveryKind(Service service, Simulator simulator) throws Exception {
        Http http = new Http(service.url());
        String failed = "generic-" + run + "-missing";
        http.hangUp(run + "-missing", simulator.pbxUrl() + "/recordings/missing.wav");
        assertThat(http.postForm(
                                "/api/hangup_notify",
                                "callid=" + run + "-nobody&number=13800000000&bill=0&duration=9000&da=power+off")
                        .status())
                .isEqualTo(202);
        List<String> samples = simulator.hangUp(URI.create(service.url()), run + "-first-").stream()
                .map(each -> Call.keyOf(each.source(), each.callId()))
                .toList();
        samples.forEach(key -> await(
                service,
                key,
                call -> call.analysis() != null
                        && (!call.analysis().needsFollowUp()
                                || call.reachedAt(CallState.REMINDED).isPresent())));
        await(service, "robot-" + run + "-nobody", call -> call.analysis() != null);
        await(service, failed, call -> call.lastFailure().isPresent());
        awaitSettled(service);
        return Stream.concat(samples.stream(), Stream.of(failed, "robot-" + run + "-nobody"))
                .toList();
    }

    private static JsonNode reindex(Http http) throws Exception {
        assertThat(http.post("/api/v1/reindex").status()).isEqualTo(202);
        return Awaitility.await()
                .atMost(LONG)
                .until(() -> http.get("/api/v1/reindex").json(), progress -> List.of("DONE", "FAILED")
                        .contains(progress.at("/state").asString()));
    }

    private static CallDocument await(Service service, String key, Predicate<CallDocument> rule) {
        CallIndex index = service.bean(CallIndex.class);
        return Awaitility.await(key)
                .atMost(LONG)
                .until(() -> index.find(key), found -> found.filter(rule).isPresent())
                .orElseThrow();
    }

    /** A reminder is settled in the book a moment after it shows on the call. */
    private void awaitSettled(Service service) {
        Awaitility.await().atMost(LONG).until(() -> documents(service).entrySet().stream()
                .filter(each -> each.getKey().startsWith("reminders/"))
                .allMatch(each -> each.getValue().at("/state").asString().equals("SENT")));
    }

    /** A bucket and indices of its own, so that other tests' calls are not rebuilt with these. */
    private Service start(EnumSet<Role> roles, Map<String, Object> surroundings) throws IOException {
        Map<String, Object> settings = new HashMap<>(surroundings);
        settings.put("aftercall.s3.bucket", "reindex-" + run);
        settings.put("aftercall.index.prefix", "reindex-" + run + "-");
        settings.put("aftercall.notify.lease", "2s");
        settings.put("aftercall.notify.chat-timeout", "1s");
        return Service.start(OnTwins.options(roles, home), settings);
    }

    private List<String> indices(Service service) {
        String prefix = "reindex-" + run + "-";
        assertThat(service.url()).isNotBlank();
        return List.of(prefix + "calls", prefix + "rounds", prefix + "numbers", "reminders");
    }

    /** Every document of this run by index and id. */
    private Map<String, JsonNode> documents(Service service) throws IOException {
        ElasticsearchClient client = service.bean(ElasticsearchClient.class);
        Map<String, JsonNode> found = new TreeMap<>();
        for (String index : indices(service)) {
            client.indices().refresh(refresh -> refresh.index(index));
            client
                    .search(
                            search -> search.index(index).size(1_000).query(Query.of(q -> q.matchAll(all -> all))),
                            JsonNode.class)
                    .hits()
                    .hits()
                    .stream()
                    .filter(hit -> hit.source() != null
                            && hit.source().at("/callKey").asString().contains(run))
                    .forEach(hit -> found.put(
                            index.replace("reindex-" + run + "-", "") + "/" + hit.id(), withoutTheWay(hit.source())));
        }
        return found;
    }

    /**
     * As the call-record API lists them, by task and number: those that only calls of this run went to or came from. Some have
     * two, which the simulator hangs up at the same moment.
     */
    private Map<String, JsonNode> numbers(Service service) throws Exception {
        String index = "reindex-" + run + "-numbers";
        ElasticsearchClient client = service.bean(ElasticsearchClient.class);
        client.indices().refresh(refresh -> refresh.index(index));
        Set<String> tasks =
                client.search(search -> search.index(index).size(1_000), JsonNode.class).hits().hits().stream()
                        .map(hit -> Objects.requireNonNull(hit.source())
                                .at("/taskId")
                                .asString())
                        .collect(Collectors.toSet());
        Map<String, JsonNode> found = new TreeMap<>();
        for (String task : tasks) {
            JsonNode listed = new Http(service.url())
                    .get("/v1/task/number?call_history=1&task_id=" + task)
                    .json()
                    .at("/data/data");
            listed.valueStream()
                    .filter(number -> number.at("/call_history")
                            .valueStream()
                            .allMatch(call -> call.at("/call_id").asString().contains(run)))
                    .forEach(number ->
                            found.put(task + "/" + number.at("/number").asString(), number));
        }
        return found;
    }

    /** How long each stage took and when a call could first be searched for is told by Kafka alone. */
    private static JsonNode withoutTheWay(JsonNode source) {
        if (source.get("document") instanceof ObjectNode document) {
            document.remove(List.of("stages", "searchableAt"));
        }
        return source;
    }

    private static Map<String, Integer> paid(Simulator simulator) {
        Map<String, Integer> paid = new TreeMap<>();
        for (String path : List.of("/v1/chat/completions", "/v1/audio/transcriptions")) {
            paid.putAll(simulator.stats().paidByInput(path));
        }
        return paid;
    }

    private static int sentEvents(Service service) {
        AtomicInteger events = new AtomicInteger();
        try (TopicReader topics = TopicReader.open(service.bean(KafkaSettings.class))) {
            topics.readAll(List.of(Topics.REMINDERS_SENT), record -> events.incrementAndGet());
        }
        return events.get();
    }

    private static void publish(String key, CallHungUp hungUp) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Twins.kafka()), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.HUNG_UP, key.getBytes(UTF_8), CallJson.write(hungUp)))
                    .get();
        }
    }
}
