package io.aftercall.infra.line;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aftercall.infra.ManualClock;
import io.aftercall.infra.circuit.CircuitSettings;
import io.aftercall.infra.circuit.Circuits;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallFailed;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.CallProgress;
import io.aftercall.ingest.CallRecorded;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.MemoryCallFolder;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.ingest.Undecodable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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
    private static final CircuitSettings CIRCUITS =
            new CircuitSettings(10, 4, 60, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(2));
    private static final Dependency HOST = new Dependency(Dependency.Kind.RECORDINGS, "pbx.example");
    private static final CallRecorded RESULT = new CallRecorded(CALL, null, NOW);

    private int refuseLargerThan = Integer.MAX_VALUE;
    private boolean outOfMemory;
    private final MockProducer<byte[], byte[]> kafka =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public synchronized Future<RecordMetadata> send(
                        ProducerRecord<byte[], byte[]> record, Callback callback) {
                    if (outOfMemory) {
                        throw new OutOfMemoryError("Java heap space");
                    }
                    if (record.topic().equals("calls.recorded") && record.value().length > refuseLargerThan) {
                        throw new RecordTooLargeException("too large for the topic");
                    }
                    return super.send(record, callback);
                }
            };
    private final List<Duration> rests = new ArrayList<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private final MemoryCallFolder folder = new MemoryCallFolder();
    private ClaimChecks claims = new ClaimChecks(folder, Integer.MAX_VALUE);
    private final ManualClock clock = new ManualClock(NOW);
    private final Circuits circuits = new Circuits(CIRCUITS, clock);

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
    void hasAPatienceOfItsOwnForEachThingThatIsMissing() throws Exception {
        work(hungUp -> switch (attempts.incrementAndGet()) {
                    case 1, 2, 3, 4, 5, 6 -> throw TransientFailure.notReady("not named yet", Duration.ofDays(1));
                    case 7 -> throw TransientFailure.notReady("named and not there yet", Duration.ofSeconds(1));
                    default -> RESULT;
                })
                .run(received(null), this::rest);

        assertThat(kafka.history().getFirst().topic()).isEqualTo("calls.recorded");
    }

    @Test
    void sendsWhatIsTooLargeByItsNameAndTakesItInWholeAgain() throws Exception {
        claims = new ClaimChecks(folder, 100);
        work(hungUp -> RESULT).run(received(null), this::rest);
        byte[] sent = kafka.history().getFirst().value();
        List<CallRecorded> taken = new ArrayList<>();

        work(Step.of(
                        "transcribe",
                        Topics.RECORDED,
                        Topics.TRANSCRIBED,
                        1,
                        List.of(),
                        CallRecorded.class,
                        any -> List.of(),
                        recorded -> {
                            taken.add(recorded);
                            return Map.of();
                        }))
                .run(received(sent, null), this::rest);

        assertThat(CallJson.write(RESULT)).hasSizeGreaterThan(100);
        assertThat(new String(sent, UTF_8))
                .contains("\"claim\":\"events/", "\"sha256\":\"")
                .doesNotContain("m-1");
        assertThat(taken).containsExactly(RESULT);
    }

    @Test
    void buriesARecordThatTellsOfAnEventWhichIsNotInTheFolder() throws Exception {
        byte[] lost = "{\"claim\":\"events/ab.json\",\"sha256\":\"ab\",\"bytes\":9000000}".getBytes(UTF_8);

        work(hungUp -> RESULT).run(received(lost, null), this::rest);

        ProducerRecord<byte[], byte[]> dead = kafka.history().getFirst();
        assertThat(dead.topic()).isEqualTo("calls.hungup.dead");
        assertThat(dead.value()).isEqualTo(lost);
        assertThat(header(dead, "reason")).contains("generic-1", "events/ab.json is not in its folder");
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
    void triesAgainWhatThisMachineCouldNotDo() throws Exception {
        work(hungUp -> {
                    if (attempts.incrementAndGet() <= 9) {
                        throw new OutOfMemoryError("Java heap space");
                    }
                    return RESULT;
                })
                .run(received(null), duration -> rest(Duration.ofMinutes(5)));

        assertThat(kafka.history()).extracting(ProducerRecord::topic).containsExactly("calls.recorded");
    }

    @Test
    void failsTheCallThatAloneOverflowsTheStack() throws Exception {
        StageWork work = work(hungUp -> {
            if (attempts.incrementAndGet() % 2 == 0) {
                return RESULT;
            }
            throw new StackOverflowError();
        });
        work.run(received(null), duration -> {
            rest(Duration.ofMinutes(5));
            Received another = received(null);
            work.run(
                    new Received(another.partition(), 8, another.writtenAt(), "generic-2", another.value(), Map.of()),
                    this::rest);
        });

        assertThat(CallJson.read(kafka.history().getLast().value(), CallFailed.class)
                        .reason())
                .startsWith("unexpected failure in record of call generic-1: java.lang.StackOverflowError")
                .contains("while this machine did other calls");
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
    void tellsWhatCameOfItOnceThisMachineCan() throws Exception {
        outOfMemory = true;

        work(hungUp -> {
                    attempts.incrementAndGet();
                    return RESULT;
                })
                .run(received(null), duration -> {
                    rests.add(duration);
                    outOfMemory = rests.size() < 3;
                });

        assertThat(attempts).hasValue(1);
        assertThat(rests).hasSize(3);
        assertThat(kafka.history()).extracting(ProducerRecord::topic).containsExactly("calls.recorded");
    }

    @Test
    void tellsHowItCameToItsEvent() throws Exception {
        work(hungUp -> {
                    if (attempts.incrementAndGet() <= 2) {
                        throw TransientFailure.busy("busy", Duration.ofSeconds(3), null);
                    }
                    return RESULT;
                })
                .run(received(null), this::rest);

        ProducerRecord<byte[], byte[]> event = kafka.history().getFirst();
        assertThat(header(event, "stage")).isEqualTo("record");
        assertThat(header(event, "input")).isEqualTo(NOW.minusSeconds(5).toString());
        assertThat(header(event, "received")).isEqualTo(NOW.minusSeconds(5).toString());
        assertThat(header(event, "started")).isEqualTo(NOW.toString());
        assertThat(header(event, "attempts")).isEqualTo("3");
        assertThat(header(event, "waited")).isEqualTo("6000");
        assertThat(header(event, "ce_time")).isEqualTo(NOW.plusSeconds(6).toString());
    }

    @Test
    void goesToADelayTopicWhenItsWaitIsLongAndTellsSo() throws Exception {
        work(Duration.ofSeconds(30), hungUp -> {
                    throw TransientFailure.busy("429, come back later", Duration.ofSeconds(90), null);
                })
                .run(received("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"), this::rest);

        assertThat(rests).isEmpty();
        assertThat(kafka.history())
                .extracting(ProducerRecord::topic)
                .containsExactly("calls.progress", "calls.hungup.later.1m");
        CallProgress progress = CallJson.read(kafka.history().getFirst().value(), CallProgress.class);
        assertThat(progress)
                .isEqualTo(
                        new CallProgress("generic-1", "record", "429, come back later", NOW.plusSeconds(60), 1, NOW));
        ProducerRecord<byte[], byte[]> later = kafka.history().getLast();
        assertThat(later.value()).isEqualTo(received(null).value());
        assertThat(header(later, "traceparent")).contains("b7ad6b7169203331");
    }

    @Test
    void tellsOnceThatItIsAtWorkWhenThatTakesLong() throws Exception {
        AtomicReference<StageWork> work = new AtomicReference<>();
        work.set(work(hungUp -> {
            clock.passes(Duration.ofSeconds(9));
            work.get().tellOfLongWork();
            assertThat(kafka.history()).isEmpty();
            clock.passes(Duration.ofSeconds(1));
            work.get().tellOfLongWork();
            work.get().tellOfLongWork();
            return RESULT;
        }));

        work.get().run(received(null), this::rest);
        clock.passes(Duration.ofMinutes(1));
        work.get().tellOfLongWork();

        assertThat(kafka.history())
                .extracting(ProducerRecord::topic)
                .containsExactly("calls.progress", "calls.recorded");
        ProducerRecord<byte[], byte[]> told = kafka.history().getFirst();
        assertThat(CallJson.read(told.value(), CallProgress.class))
                .isEqualTo(new CallProgress(
                        "generic-1", "record", "its work to be done", null, 1, NOW.plusSeconds(10), true));
        assertThat(header(told, "started")).isEqualTo(NOW.toString());
    }

    /** As calls of a slow host would while others wait for nothing but to be taken in. */
    @Test
    void goesToADelayTopicForAShortWaitTooWhereItWouldKeepOthersOut() throws Exception {
        work(Duration.ofSeconds(30), hungUp -> {
                    throw TransientFailure.tooMany("32 recordings are being fetched", Duration.ofSeconds(1), null);
                })
                .run(received(null), new InFlightDispatcher.Pause() {
                    @Override
                    public void rest(Duration duration) {
                        rests.add(duration);
                    }

                    @Override
                    public boolean keepsOthersOut() {
                        return true;
                    }
                });

        assertThat(rests).isEmpty();
        assertThat(kafka.history())
                .extracting(ProducerRecord::topic)
                .containsExactly("calls.progress", "calls.hungup.later.1m");
    }

    @Test
    void leavesItsPlaceAtOnceWhileAFewOthersProbeAHostThatIsAway() throws Exception {
        turnAway(HOST);
        List<Object> inLine = List.of("a", "b", "c");
        inLine.forEach(call -> circuits.of(HOST).restFor(call));
        StageWork work = work(hungUp -> circuits.through(HOST, "generic-1", () -> RESULT));

        work.run(received(null), duration -> {
            rest(duration);
            inLine.forEach(circuits.of(HOST)::leave);
        });

        assertThat(rests).as("it is one of the few").hasSize(1);
        assertThat(kafka.history()).extracting(ProducerRecord::topic).containsExactly("calls.recorded");

        turnAway(HOST);
        inLine.forEach(call -> circuits.of(HOST).restFor(call));
        circuits.of(HOST).restFor("d");
        rests.clear();
        kafka.clear();

        work.run(received(null), this::rest);

        assertThat(rests).isEmpty();
        assertThat(kafka.history())
                .extracting(ProducerRecord::topic)
                .containsExactly("calls.progress", "calls.hungup.later.1m");
        assertThat(header(kafka.history().getLast(), "away")).isEqualTo("RECORDINGS pbx.example");
        assertThat(CallJson.read(kafka.history().getFirst().value(), CallProgress.class)
                        .waitingFor())
                .startsWith("recording host pbx.example is away since");
    }

    @Test
    void beginsNothingThatNeedsWhatIsAway() throws Exception {
        turnAway(HOST);
        Step step = Step.of(
                "record",
                Topics.HUNG_UP,
                Topics.RECORDED,
                1,
                List.of(),
                CallHungUp.class,
                hungUp -> List.of(HOST),
                hungUp -> {
                    attempts.incrementAndGet();
                    return circuits.through(HOST, "generic-1", () -> RESULT);
                });

        work(step).run(received(null), this::rest);

        assertThat(attempts).hasValue(1);
        assertThat(rests).isNotEmpty();
        assertThat(header(kafka.history().getLast(), "attempts")).isEqualTo("1");
    }

    private void turnAway(Dependency dependency) {
        for (int i = 0; i < 10; i++) {
            try {
                circuits.through(dependency, "generic-0", () -> {
                    throw TransientFailure.outage("refused", null);
                });
            } catch (TransientFailure e) {
                assertThat(e.dependency()).isEqualTo(dependency);
            }
        }
        assertThat(circuits.of(dependency).isOpen()).isTrue();
    }

    @Test
    void goesOnWhereItWasWhenItComesBackFromADelayTopic() throws Exception {
        work(Duration.ofSeconds(30), hungUp -> {
                    throw TransientFailure.busy("busy", Duration.ofSeconds(90), null);
                })
                .run(received(null), this::rest);
        String later = header(kafka.history().getLast(), "later");
        clock.passes(Duration.ofSeconds(60));

        work(hungUp -> RESULT)
                .run(
                        new Received(
                                new TopicPartition("calls.hungup", 3),
                                9,
                                clock.instant(),
                                "generic-1",
                                received(null).value(),
                                Map.of("later", later)),
                        this::rest);

        ProducerRecord<byte[], byte[]> event = kafka.history().getLast();
        assertThat(event.topic()).isEqualTo("calls.recorded");
        assertThat(header(event, "attempts")).isEqualTo("2");
        assertThat(header(event, "waited")).isEqualTo("60000");
        assertThat(header(event, "input"))
                .as("as it came back")
                .isEqualTo(clock.instant().toString());
        assertThat(header(event, "received")).isEqualTo(NOW.minusSeconds(5).toString());
        assertThat(event.headers().lastHeader("later")).isNull();
    }

    @Test
    void blamesTheCallThatFailsEightTimesOverHalfAnHourWhileOthersPass() throws Exception {
        work(hungUp -> {
                    attempts.incrementAndGet();
                    circuits.through(HOST, "generic-2", () -> true);
                    clock.passes(Duration.ofMillis(1));
                    return circuits.through(HOST, "generic-1", () -> {
                        throw TransientFailure.busy("HTTP 500", null, null);
                    });
                })
                .run(received(null), duration -> rest(Duration.ofMinutes(5)));

        assertThat(failure().reason())
                .startsWith("HTTP 500 (failed 8 times over 35 min, while recording host pbx.example answered");
        assertThat(attempts).hasValue(9);
    }

    @Test
    void blamesTheCallThatThisMachineFailsOnWhileOthersPass() throws Exception {
        StageWork work = work(hungUp -> {
            if (attempts.incrementAndGet() % 2 == 0) {
                return RESULT;
            }
            throw TransientFailure.outage("ffmpeg was killed", null);
        });
        work.run(received(null), duration -> {
            rest(Duration.ofMinutes(5));
            Received another = received(null);
            work.run(
                    new Received(another.partition(), 8, another.writtenAt(), "generic-2", another.value(), Map.of()),
                    this::rest);
        });

        assertThat(kafka.history()).extracting(ProducerRecord::topic).contains("calls.failed");
    }

    @Test
    void failsTheCallWhoseFolderCannotBeRead() throws Exception {
        work(hungUp -> {
                    throw new Undecodable("facts of call generic-1 are no JSON");
                })
                .run(received(null), this::rest);

        assertThat(failure().reason()).isEqualTo("facts of call generic-1 are no JSON");
    }

    @Test
    void blamesNoCallForBeingTheOneTooMany() throws Exception {
        work(hungUp -> {
                    circuits.through(HOST, "generic-2", () -> true);
                    clock.passes(Duration.ofMillis(1));
                    return circuits.through(HOST, "generic-1", () -> {
                        if (attempts.incrementAndGet() < 20) {
                            throw TransientFailure.tooMany("HTTP 429", null, null);
                        }
                        return RESULT;
                    });
                })
                .run(received(null), duration -> rest(Duration.ofMinutes(5)));

        assertThat(kafka.history()).extracting(ProducerRecord::topic).containsExactly("calls.recorded");
    }

    @Test
    void blamesNoCallForAnOutageHoweverLong() throws Exception {
        work(hungUp -> circuits.through(HOST, "generic-1", () -> {
                    if (attempts.incrementAndGet() < 100) {
                        throw TransientFailure.outage("refused", null);
                    }
                    return RESULT;
                }))
                .run(received(null), duration -> rest(duration.plusMinutes(10)));

        assertThat(kafka.history()).extracting(ProducerRecord::topic).containsExactly("calls.recorded");
    }

    @Test
    void keepsTheFailureInTheCallFolder() throws Exception {
        work(hungUp -> {
                    throw new PermanentFailure("44 bytes, no audio stream");
                })
                .run(received(null), this::rest);

        assertThat(folder.read("generic-1", "failed-record.json").map(json -> CallJson.read(json, CallFailed.class)))
                .contains(failure());
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
        clock.passes(duration);
    }

    private StageWork work(Function<CallHungUp, CallRecorded> stage) {
        return work(Duration.ofHours(1), stage);
    }

    private StageWork work(Duration inPlace, Function<CallHungUp, CallRecorded> stage) {
        return work(
                inPlace,
                Step.of(
                        "record",
                        Topics.HUNG_UP,
                        Topics.RECORDED,
                        1,
                        List.of(),
                        CallHungUp.class,
                        any -> List.of(),
                        stage));
    }

    private StageWork work(Step step) {
        return work(Duration.ofHours(1), step);
    }

    private StageWork work(Duration inPlace, Step step) {
        var producers = new DefaultKafkaProducerFactory<byte[], byte[]>(Map.of()) {
            @Override
            protected Producer<byte[], byte[]> createKafkaProducer() {
                return kafka;
            }
        };
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10), Duration.ofMinutes(10));
        Delays delays = new Delays(List.of(Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1)));
        StageWork.Patience patience = new StageWork.Patience(backoff, inPlace, delays, Duration.ofMinutes(30));
        EventPublisher publisher = new EventPublisher(
                producers,
                claims,
                Duration.ofSeconds(4),
                new Dependency(Dependency.Kind.KAFKA, "mock"),
                Gate.OPEN,
                clock);
        return new StageWork(step, publisher, claims, folder, circuits, patience, clock);
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
        Map<String, String> headers = traceparent == null ? Map.of() : Map.of("traceparent", traceparent);
        return new Received(new TopicPartition("calls.hungup", 3), 7, NOW.minusSeconds(5), "generic-1", value, headers);
    }

    private static String header(ProducerRecord<byte[], byte[]> event, String name) {
        return new String(event.headers().lastHeader(name).value(), UTF_8);
    }
}
