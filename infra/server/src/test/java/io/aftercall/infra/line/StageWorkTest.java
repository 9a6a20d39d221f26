package io.aftercall.infra.line;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallFailed;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.CallRecorded;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TransientFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;

class StageWorkTest {
    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    private static final Call CALL = new Call(
            "generic-1",
            "generic",
            "1",
            "m-1",
            null,
            null,
            null,
            Call.Timing.UNKNOWN,
            Call.Ending.UNKNOWN,
            Call.References.NONE);
    private static final CallRecorded RESULT = new CallRecorded(CALL, null, NOW);

    private int refuseLargerThan = Integer.MAX_VALUE;
    private final MockProducer<byte[], byte[]> kafka =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public synchronized Future<RecordMetadata> send(
                        ProducerRecord<byte[], byte[]> record, Callback callback) {
                    if (record.topic().equals("calls.recorded") && record.value().length > refuseLargerThan) {
                        throw new RecordTooLargeException("too large for the topic");
                    }
                    return super.send(record, callback);
                }
            };
    private final List<Duration> rests = new ArrayList<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private Instant now = NOW;

    @Test
    void publishesTheNextEventWithItsCloudEventHeaders() throws Exception {
        work(hungUp -> RESULT).run(received("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"), this::rest);

        ProducerRecord<byte[], byte[]> event = kafka.history().getFirst();
        assertThat(event.topic()).isEqualTo("calls.recorded");
        assertThat(new String(event.key(), UTF_8)).isEqualTo("generic-1");
        assertThat(CallJson.read(event.value(), CallRecorded.class)).isEqualTo(RESULT);
        assertThat(header(event, "ce_specversion")).isEqualTo("1.0");
        assertThat(header(event, "ce_type")).isEqualTo("io.aftercall.calls.recorded.v1");
        assertThat(header(event, "ce_id")).startsWith("generic-1:calls.recorded:");
        assertThat(header(event, "content-type")).isEqualTo("application/json");
        assertThat(header(event, "traceparent"))
                .startsWith("00-0af7651916cd43dd8448eb211c80319c-")
                .doesNotContain("b7ad6b7169203331");
    }

    @Test
    void givesARedeliveredEventTheSameId() throws Exception {
        work(hungUp -> RESULT).run(received(null), this::rest);
        work(hungUp -> RESULT).run(received(null), this::rest);

        assertThat(header(kafka.history().get(0), "ce_id"))
                .isEqualTo(header(kafka.history().get(1), "ce_id"));
    }

    @Test
    void triesATransientFailureAgainWithGrowingPausesUntilItPasses() throws Exception {
        work(hungUp -> {
                    if (attempts.incrementAndGet() <= 12) {
                        throw TransientFailure.outage("away", null);
                    }
                    return RESULT;
                })
                .run(received(null), this::rest);

        assertThat(rests).hasSize(12);
        assertThat(rests.get(0)).isBetween(Duration.ofMillis(60), Duration.ofMillis(100));
        assertThat(rests.get(3)).isBetween(Duration.ofMillis(530), Duration.ofMillis(800));
        assertThat(rests.get(11)).isBetween(Duration.ofSeconds(6), Duration.ofSeconds(10));
        assertThat(kafka.history()).hasSize(1);
    }

    @Test
    void neverComesBackBeforeItWasAskedTo() throws Exception {
        work(hungUp -> {
                    if (attempts.incrementAndGet() == 1) {
                        throw TransientFailure.busy("429", Duration.ofSeconds(90), null);
                    }
                    return RESULT;
                })
                .run(received(null), this::rest);

        assertThat(rests).containsExactly(Duration.ofSeconds(90));
    }

    @Test
    void comesBackWithinReasonWhateverItWasAsked() throws Exception {
        work(hungUp -> {
                    if (attempts.incrementAndGet() == 1) {
                        throw TransientFailure.busy("429", Duration.ofDays(11), null);
                    }
                    return RESULT;
                })
                .run(received(null), this::rest);

        assertThat(rests).containsExactly(Duration.ofMinutes(10));
    }

    @Test
    void beginsItsPatienceWhenTheInputIsFoundMissingAndNotWithAnOutageBefore() throws Exception {
        work(hungUp -> switch (attempts.incrementAndGet()) {
                    case 1, 2, 3, 4, 5, 6, 7, 8 -> throw TransientFailure.outage("away", null);
                    case 9 -> throw TransientFailure.notReady("not yet", Duration.ofSeconds(5));
                    default -> RESULT;
                })
                .run(received(null), this::rest);

        assertThat(kafka.history().getFirst().topic()).isEqualTo("calls.recorded");
    }

    @Test
    void failsTheCallWhoseResultKafkaWillNeverTake() throws Exception {
        refuseLargerThan = 100;

        work(hungUp -> RESULT).run(received(null), this::rest);

        assertThat(failure().reason()).contains("too large for the topic");
        assertThat(rests).isEmpty();
    }

    @Test
    void failsTheCallWhenPatienceWithItIsOver() throws Exception {
        work(hungUp -> {
                    attempts.incrementAndGet();
                    throw TransientFailure.notReady("recording of call generic-1: HTTP 404", Duration.ofSeconds(5));
                })
                .run(received(null), this::rest);

        CallFailed failed = failure();
        assertThat(failed.reason())
                .startsWith("recording of call generic-1: HTTP 404 (asked " + attempts + " times, for ");
        assertThat(attempts).hasValueGreaterThan(2);
    }

    @Test
    void failsTheCallAtOnceWhenItCanNeverBeDone() throws Exception {
        work(hungUp -> {
                    attempts.incrementAndGet();
                    throw new PermanentFailure("recording of call generic-1: 44 bytes, no audio stream");
                })
                .run(received(null), this::rest);

        CallFailed failed = failure();
        assertThat(attempts).hasValue(1);
        assertThat(failed.callKey()).isEqualTo("generic-1");
        assertThat(failed.stage()).isEqualTo("record");
        assertThat(failed.topic()).isEqualTo("calls.hungup");
        assertThat(CallJson.read(failed.event().getBytes(UTF_8), CallHungUp.class)
                        .call())
                .isEqualTo(CALL);
    }

    @Test
    void failsTheCallWithAFaultOfOursInsteadOfBlockingTheOthers() throws Exception {
        work(hungUp -> {
                    throw new NullPointerException("a fault of ours");
                })
                .run(received(null), this::rest);

        assertThat(failure().reason())
                .contains("unexpected failure in record of call generic-1")
                .contains("a fault of ours");
    }

    @Test
    void buriesWhatCannotBeReadAsItCame() throws Exception {
        byte[] broken = "{\"call\":".getBytes(UTF_8);
        work(hungUp -> RESULT).run(received(broken, null), this::rest);

        ProducerRecord<byte[], byte[]> dead = kafka.history().getFirst();
        assertThat(dead.topic()).isEqualTo("calls.hungup.dead");
        assertThat(dead.value()).isEqualTo(broken);
        assertThat(header(dead, "reason")).startsWith("not a CallHungUp: ");
    }

    @Test
    void repeatsPublishingWithoutRepeatingTheWork() throws Exception {
        kafka.sendException = new TimeoutException("the broker is away");

        work(hungUp -> {
                    attempts.incrementAndGet();
                    return RESULT;
                })
                .run(received(null), duration -> {
                    rests.add(duration);
                    if (rests.size() == 3) {
                        kafka.sendException = null;
                    }
                });

        assertThat(attempts).hasValue(1);
        assertThat(rests).hasSize(3);
        assertThat(kafka.history()).hasSize(1);
    }

    @Test
    void leavesTheRecordToOthersWhenItsWaitIsAbandoned() {
        StageWork work = work(hungUp -> {
            throw TransientFailure.outage("away", null);
        });

        assertThatThrownBy(() -> work.run(received(null), duration -> {
                    throw new InFlightDispatcher.Abandoned("stopping");
                }))
                .isInstanceOf(InFlightDispatcher.Abandoned.class);
        assertThat(kafka.history()).isEmpty();
    }

    private void rest(Duration duration) {
        rests.add(duration);
        now = now.plus(duration);
    }

    private StageWork work(Function<CallHungUp, CallRecorded> stage) {
        Step step = Step.of("record", Topics.HUNG_UP, Topics.RECORDED, 1, CallHungUp.class, stage);
        var producers = new DefaultKafkaProducerFactory<byte[], byte[]>(Map.of()) {
            @Override
            protected Producer<byte[], byte[]> createKafkaProducer() {
                return kafka;
            }
        };
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10), Duration.ofMinutes(10));
        return new StageWork(step, new EventPublisher(producers, Duration.ofSeconds(4), clock()), backoff, clock());
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }

    private CallFailed failure() {
        ProducerRecord<byte[], byte[]> event = kafka.history().getFirst();
        assertThat(event.topic()).isEqualTo("calls.failed");
        return CallJson.read(event.value(), CallFailed.class);
    }

    private static Received received(String traceparent) {
        return received(
                CallJson.write(new CallHungUp(CALL, "http://h/r.wav", NOW, Map.of("call_id", "1"))), traceparent);
    }

    private static Received received(byte[] value, String traceparent) {
        return new Received(new TopicPartition("calls.hungup", 3), 7, "generic-1", value, traceparent);
    }

    private static String header(ProducerRecord<byte[], byte[]> event, String name) {
        return new String(event.headers().lastHeader(name).value(), UTF_8);
    }
}
