package io.aftercall.infra.line;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.infra.circuit.CircuitSettings;
import io.aftercall.infra.circuit.Circuits;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.MemoryCallFolder;
import io.aftercall.ingest.TransientFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;

/** A stage with its circuits and delay topics over hours, in simulated time. */
class LongOutageTest {
    private static final Instant BEGIN = Instant.parse("2026-03-02T08:00:00Z");
    private static final Dependency SPEECH = new Dependency(Dependency.Kind.SPEECH, "speech.example");
    private static final List<Duration> DELAYS =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1));
    private static final int CALLS = 100;
    private static final int PARTITIONS = 12;

    private final SimulatedTime time = new SimulatedTime(BEGIN);
    private final Circuits circuits = new Circuits(
            new CircuitSettings(10, 4, 60, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(2)), time);
    private final Map<String, Instant> done = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger said = new AtomicInteger();
    private final Map<String, Queue<Waiting>> putOff = new ConcurrentHashMap<>();
    private final Map<String, Instant> hungUp = new ConcurrentHashMap<>();
    private final AtomicInteger timesPutOff = new AtomicInteger();
    private Need need = Need.FOUND_OUT;
    private Instant from = BEGIN;
    private Instant until = BEGIN;
    private Set<String> bad = Set.of();

    /** How it is known that a call needs what is away. */
    private enum Need {
        OF_ALL,
        OF_THE_CALL,
        FOUND_OUT
    }

    /** A record in a delay topic. */
    private record Waiting(PutOff until, Received record) {}

    @ParameterizedTest
    @EnumSource
    void failsNoCallInAnOutageOfSixHours(Need how) throws Exception {
        need = how;
        from = BEGIN.plus(Duration.ofMinutes(10));
        until = from.plus(Duration.ofHours(6));
        circuits.onChange(said::incrementAndGet);

        hangUpOneCallEach(Duration.ofMinutes(4));

        assertThat(failed).isEmpty();
        assertThat(done).hasSize(CALLS);
        assertThat(said).as("opened once, closed once").hasValue(2);
        Duration latest = done.entrySet().stream()
                .filter(call -> hungUp.get(call.getKey()).isBefore(until))
                .map(call -> Duration.between(until, call.getValue()))
                .max(Duration::compareTo)
                .orElseThrow();
        assertThat(latest).as("after the end of the outage").isLessThan(Duration.ofMinutes(1));
        if (how == Need.OF_THE_CALL) {
            assertThat(timesPutOff)
                    .as("those that probe again and again; all others lie still")
                    .hasValueLessThan(4_000);
        }
        // One probe at a time, 30 s apart at the end, and what is asked without an outage.
        assertThat(requests.get() - CALLS).isLessThan(760);
    }

    @Test
    void letsThroughWhatNeedsNothingThatIsAway() throws Exception {
        need = Need.OF_THE_CALL;
        from = BEGIN;
        until = from.plus(Duration.ofHours(6));

        hangUpOneCallEach(Duration.ofMinutes(2), call -> call % 2 == 0 ? "call-" : "unanswered-");

        assertThat(failed).isEmpty();
        assertThat(done).hasSize(CALLS);
        assertThat(done).allSatisfy((key, at) -> {
            if (key.startsWith("unanswered-")) {
                assertThat(at).isEqualTo(hungUp.get(key));
            } else {
                assertThat(at).isBetween(until, until.plus(Duration.ofMinutes(1)));
            }
        });
    }

    @Test
    void failsTheOneCallThatIsItselfAtFaultAndNoOther() throws Exception {
        bad = Set.of("call-7");

        hangUpOneCallEach(Duration.ofSeconds(40));

        assertThat(done).hasSize(CALLS - 1);
        assertThat(failed).singleElement().satisfies(reason -> assertThat(reason)
                .contains("call-7")
                .contains("while speech model speech.example answered other calls"));
    }

    private void hangUpOneCallEach(Duration pause) throws InterruptedException {
        hangUpOneCallEach(pause, call -> "call-");
    }

    private void hangUpOneCallEach(Duration pause, IntFunction<String> kind) throws InterruptedException {
        StageWork work = work();
        time.begin(() -> {
            // From here: alone it would let the hours pass before the first call.
            time.begin(this::bringBack);
            for (int i = 0; i < CALLS; i++) {
                String key = kind.apply(i) + i;
                byte[] event = ("{\"call\":\"" + key + "\"}").getBytes(UTF_8);
                Received received = received(key, event, Map.of());
                hungUp.put(key, time.instant());
                time.begin(() -> work.run(received, time::rest));
                time.rest(pause);
            }
        });
        time.awaitTheEnd();
    }

    private Received received(String key, byte[] event, Map<String, String> headers) {
        return new Received(new TopicPartition("calls.recorded", 0), 0, time.instant(), key, event, headers);
    }

    private Optional<byte[]> transcribe(String event) {
        String key = key(event);
        if (key.startsWith("unanswered-")) {
            return Optional.of(event.getBytes(UTF_8));
        }
        return circuits.through(SPEECH, key, () -> {
            requests.incrementAndGet();
            Instant now = time.instant();
            if (!now.isBefore(from) && now.isBefore(until)) {
                throw TransientFailure.outage("connection refused", null);
            }
            if (bad.contains(key)) {
                throw TransientFailure.busy("HTTP 500 for " + key, null, null);
            }
            return Optional.of(event.getBytes(UTF_8));
        });
    }

    private static String key(String event) {
        return event.substring(9, event.length() - 2);
    }

    private Step.Job job(String event) {
        return new Step.Job() {
            @Override
            public Optional<byte[]> run() {
                return transcribe(event);
            }

            @Override
            public List<Dependency> needs() {
                return need == Need.OF_THE_CALL && key(event).startsWith("call-") ? List.of(SPEECH) : List.of();
            }
        };
    }

    private StageWork work() {
        Step step = new Step(
                "transcribe",
                "calls.recorded",
                "calls.transcribed",
                10,
                need == Need.OF_ALL ? List.of(SPEECH) : List.of(),
                json -> job(new String(json, UTF_8)));
        var producers = new DefaultKafkaProducerFactory<byte[], byte[]>(Map.of()) {
            @Override
            protected Producer<byte[], byte[]> createKafkaProducer() {
                return new Topics();
            }
        };
        MemoryCallFolder folder = new MemoryCallFolder();
        ClaimChecks claims = new ClaimChecks(folder, Integer.MAX_VALUE);
        EventPublisher publisher = new EventPublisher(
                producers,
                claims,
                Duration.ofSeconds(4),
                new Dependency(Dependency.Kind.KAFKA, "mock"),
                Gate.OPEN,
                time);
        StageWork.Patience patience = new StageWork.Patience(
                new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(10)),
                Duration.ofSeconds(30),
                new Delays(DELAYS),
                Duration.ofMinutes(30));
        work = new StageWork(step, publisher, claims, folder, circuits, patience, time);
        return work;
    }

    private StageWork work;

    /** Kafka, as far as it matters here: notes results, and brings back what was put off when it is due. */
    private final class Topics extends MockProducer<byte[], byte[]> {
        private Topics() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            String key = new String(record.key(), UTF_8);
            String value = new String(record.value(), UTF_8);
            switch (record.topic()) {
                case "calls.transcribed" -> done.put(key, time.instant());
                case "calls.failed" -> failed.add(value);
                case "calls.progress" -> assertThat(value).contains("waitingFor");
                default -> putOff(record, key);
            }
            return super.send(record, callback);
        }

        private void putOff(ProducerRecord<byte[], byte[]> record, String key) {
            Duration delay = DELAYS.stream()
                    .filter(each -> record.topic().equals(Delays.topic("calls.recorded", each)))
                    .findFirst()
                    .orElseThrow();
            Map<String, String> headers = new HashMap<>();
            for (Header header : record.headers()) {
                headers.put(header.key(), new String(header.value(), UTF_8));
            }
            Dependency away = Optional.ofNullable(headers.remove("away"))
                    .flatMap(EventHeaders::away)
                    .orElse(null);
            timesPutOff.incrementAndGet();
            String partition = record.topic() + "-" + Math.floorMod(key.hashCode(), PARTITIONS);
            putOff.computeIfAbsent(partition, any -> new ConcurrentLinkedQueue<>())
                    .add(new Waiting(PutOff.of(time.instant(), delay, away), received(key, record.value(), headers)));
        }
    }

    /** As the reader of the delay topics does: what is behind the first of a partition is not looked at. */
    private void bringBack() throws InterruptedException {
        while (done.size() + failed.size() < CALLS) {
            time.rest(Duration.ofSeconds(1));
            for (Queue<Waiting> partition : putOff.values()) {
                while (!partition.isEmpty() && comesBack(partition.element().until())) {
                    Received was = partition.remove().record();
                    Received now = received(was.key(), was.value(), was.headers());
                    time.begin(() -> work.run(now, time::rest));
                }
            }
        }
    }

    private boolean comesBack(PutOff until) {
        return until.comesBack(
                time.instant(), (away, since) -> circuits.of(away).invite(since));
    }
}
