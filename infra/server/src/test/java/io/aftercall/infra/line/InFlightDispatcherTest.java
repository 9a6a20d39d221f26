package io.aftercall.infra.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class InFlightDispatcherTest {
    private static final TopicPartition P0 = new TopicPartition("calls", 0);
    private static final TopicPartition P1 = new TopicPartition("calls", 1);

    private final AtomicInteger pauses = new AtomicInteger();
    private final AtomicInteger resumes = new AtomicInteger();
    private final List<String> acknowledged = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();
    private final List<String> began = Collections.synchronizedList(new ArrayList<>());

    @Test
    void acknowledgesNothingBeyondUnfinishedWork() throws Exception {
        InFlightDispatcher dispatcher = dispatcher(10);
        gated(dispatcher, P0, 0, "a");
        gated(dispatcher, P0, 1, "b");
        gated(dispatcher, P0, 2, "c");

        open("c");
        open("b");
        await().until(() -> dispatcher.accepted() == 1);
        assertThat(acknowledged).isEmpty();

        open("a");
        assertThat(dispatcher.drain(Duration.ofSeconds(10))).isTrue();
        assertThat(acknowledged).containsExactly("calls-0@2");
    }

    @Test
    void keepsTheOrderOfOneCallWhileOthersOvertake() throws Exception {
        InFlightDispatcher dispatcher = dispatcher(10);
        gated(dispatcher, P0, 0, "a", "first of a");
        gated(dispatcher, P0, 1, "a", "second of a");
        gated(dispatcher, P0, 2, "b", "b");

        await().until(() -> began.contains("b"));
        assertThat(began).doesNotContain("second of a");

        open("first of a");
        await().until(() -> began.contains("second of a"));
        open("second of a");
        open("b");
        assertThat(dispatcher.drain(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void tellsWhoWouldRestThatItKeepsOthersOut() throws Exception {
        InFlightDispatcher dispatcher = dispatcher(2);
        List<Boolean> keepsOut = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 4; i++) {
            int resting = i;
            dispatcher.submit(P0, i, "call-" + i, () -> {}, pause -> {
                keepsOut.add(pause.keepsOthersOut());
                pause.rest(Duration.ofMinutes(10));
            });
            await().until(() -> keepsOut.size() == resting + 1);
        }

        // Four is where intake ends, and two could be at work.
        assertThat(keepsOut).containsExactly(false, false, false, true);

        dispatcher.stop();
        assertThat(dispatcher.drain(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void keepsNobodyOutWhileOthersWaitToWork() throws Exception {
        InFlightDispatcher dispatcher = dispatcher(1);
        gated(dispatcher, P0, 0, "a");
        dispatcher.submit(P0, 1, "b", () -> {}, pause -> await().until(() -> !pause.keepsOthersOut()));
        gated(dispatcher, P0, 2, "c");
        assertThat(pauses).as("nothing more is taken in").hasValue(1);
        open("a");
        open("c");

        assertThat(dispatcher.drain(Duration.ofSeconds(30))).isTrue();
        assertThat(acknowledged).contains("calls-0@2");
    }

    @Test
    void neverHasMoreAtWorkThanItsCap() throws Exception {
        InFlightDispatcher dispatcher = dispatcher(3);
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        for (int i = 0; i < 50; i++) {
            dispatcher.submit(P0, i, "call-" + i, () -> {}, pause -> {
                most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
                Thread.sleep(2);
                atWork.decrementAndGet();
            });
        }

        assertThat(dispatcher.drain(Duration.ofSeconds(30))).isTrue();
        assertThat(most).hasValue(3);
    }

    @Test
    void pausesIntakeAtTwiceTheCapAndResumesWhenItHasShrunk() throws Exception {
        InFlightDispatcher dispatcher = dispatcher(2);
        gated(dispatcher, P0, 0, "call-0");
        await().until(() -> began.contains("call-0"));
        gated(dispatcher, P0, 1, "call-1");
        gated(dispatcher, P0, 2, "call-2");
        assertThat(pauses).hasValue(0);
        gated(dispatcher, P0, 3, "call-3");
        assertThat(pauses).hasValue(1);

        open("call-0");
        await().untilAtomic(resumes, org.hamcrest.Matchers.is(1));
        IntStream.range(1, 4).forEach(i -> open("call-" + i));
        assertThat(dispatcher.drain(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void takesInFewWhileNarrowAndManyAgainAfterwards() throws Exception {
        InFlightDispatcher dispatcher = dispatcher(10);
        dispatcher.narrow(true);
        for (int i = 0; i < 4; i++) {
            gated(dispatcher, P0, i, "call-" + i);
        }
        assertThat(pauses).hasValue(1);
        open("call-0");
        await().untilAtomic(resumes, org.hamcrest.Matchers.is(1));
        gated(dispatcher, P0, 4, "call-4");
        assertThat(pauses).hasValue(2);

        dispatcher.narrow(false);

        assertThat(resumes).hasValue(2);
        IntStream.range(1, 5).forEach(i -> open("call-" + i));
        assertThat(dispatcher.drain(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void givesItsPermitToOthersWhileItRests() throws Exception {
        InFlightDispatcher dispatcher = dispatcher(1);
        CountDownLatch otherRan = new CountDownLatch(1);
        dispatcher.submit(P0, 0, "waits", () -> acknowledged.add("waits"), pause -> {
            while (otherRan.getCount() > 0) {
                pause.rest(Duration.ofMillis(5));
            }
        });
        dispatcher.submit(P0, 1, "other", () -> acknowledged.add("other"), pause -> otherRan.countDown());

        assertThat(dispatcher.drain(Duration.ofSeconds(10))).isTrue();
        assertThat(acknowledged).containsExactly("other");
    }

    @Test
    void acknowledgesNothingOfARevokedPartitionAndWakesWhatRestsThere() throws Exception {
        InFlightDispatcher dispatcher = dispatcher(4);
        CountDownLatch resting = new CountDownLatch(1);
        dispatcher.submit(P0, 0, "rests", () -> acknowledged.add("rests"), pause -> {
            resting.countDown();
            pause.rest(Duration.ofHours(1));
        });
        gated(dispatcher, P0, 1, "works");
        gated(dispatcher, P1, 0, "elsewhere");
        resting.await();
        await().until(() -> began.contains("works"));

        dispatcher.revoked(List.of(P0));
        open("works");
        open("elsewhere");

        assertThat(dispatcher.drain(Duration.ofSeconds(10))).isTrue();
        assertThat(acknowledged).containsExactly("calls-1@0");
    }

    /** A call that waits out an outage holds its partition back for hours; what is done behind it must not pile up. */
    @Test
    void keepsNothingOfWhatIsDoneBehindUnfinishedWork() throws Exception {
        InFlightDispatcher dispatcher = dispatcher(4);
        gated(dispatcher, P0, 0, "waits");
        await().until(() -> began.contains("waits"));
        List<WeakReference<byte[]>> payloads = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            byte[] payload = new byte[1024];
            payloads.add(new WeakReference<>(payload));
            String mark = "calls-0@" + i;
            dispatcher.submit(P0, i, "call-" + i, () -> acknowledged.add(mark + payload.length), pause -> {
                assertThat(payload).hasSize(1024);
            });
        }
        await().until(() -> dispatcher.accepted() == 1);

        await().until(() -> {
            System.gc();
            return payloads.stream().filter(payload -> payload.get() != null).count() <= 1;
        });
        open("waits");
        assertThat(dispatcher.drain(Duration.ofSeconds(10))).isTrue();
        assertThat(acknowledged).containsExactly("calls-0@2001024");
    }

    @Test
    void takesUpARedeliveredRecordOfAPartitionThatCameBack() throws Exception {
        InFlightDispatcher dispatcher = dispatcher(4);
        gated(dispatcher, P0, 5, "a", "before");
        await().until(() -> began.contains("before"));
        dispatcher.revoked(List.of(P0));
        gated(dispatcher, P0, 5, "a", "again");

        open("before");
        open("again");

        assertThat(dispatcher.drain(Duration.ofSeconds(10))).isTrue();
        assertThat(began).containsExactly("before", "again");
        assertThat(acknowledged).containsExactly("calls-0@5");
    }

    @Test
    void leavesTheRecordUnacknowledgedWhenWorkEndsInAnError() throws Exception {
        InFlightDispatcher dispatcher = dispatcher(4);
        dispatcher.submit(P0, 0, "a", () -> acknowledged.add("a"), pause -> {
            throw new IllegalStateException("a fault of ours");
        });
        dispatcher.submit(P0, 1, "b", () -> acknowledged.add("b"), pause -> {});

        assertThat(dispatcher.drain(Duration.ofSeconds(10))).isTrue();
        assertThat(acknowledged).isEmpty();
    }

    @Test
    void finishesWhatItBeganAndBeginsNothingNewWhenStopped() throws Exception {
        InFlightDispatcher dispatcher = dispatcher(1);
        gated(dispatcher, P0, 0, "under way");
        await().until(() -> began.contains("under way"));
        gated(dispatcher, P0, 1, "not begun");

        dispatcher.stop();
        open("under way");
        open("not begun");

        assertThat(dispatcher.drain(Duration.ofSeconds(10))).isTrue();
        assertThat(began).containsExactly("under way");
        assertThat(acknowledged).containsExactly("calls-0@0");
    }

    @Test
    void tellsWhenWorkOutlastsTheDrain() throws Exception {
        InFlightDispatcher dispatcher = dispatcher(1);
        gated(dispatcher, P0, 0, "long");
        await().until(() -> began.contains("long"));

        dispatcher.stop();
        assertThat(dispatcher.drain(Duration.ofMillis(20))).isFalse();
        assertThat(dispatcher.accepted()).isEqualTo(1);
        open("long");
    }

    /** Random work on many keys and partitions: everything acknowledged at its end, and per key in order. */
    @Test
    void losesAndReordersNothingUnderARandomLoad() throws Exception {
        InFlightDispatcher dispatcher = dispatcher(20);
        Map<String, List<Integer>> done = new ConcurrentHashMap<>();
        Map<Integer, Long> last = new ConcurrentHashMap<>();
        Random random = new Random(11);
        int count = 3_000;
        long[] offsets = new long[4];
        for (int i = 0; i < count; i++) {
            int number = i;
            String key = "call-" + random.nextInt(300);
            int partition = Math.floorMod(key.hashCode(), 4);
            long offset = offsets[partition]++;
            int micros = random.nextInt(2_000);
            dispatcher.submit(
                    new TopicPartition("calls", partition), offset, key, () -> last.put(partition, offset), pause -> {
                        Thread.sleep(Duration.ofNanos(micros * 1_000L));
                        if (number % 7 == 0) {
                            pause.rest(Duration.ofMillis(1));
                        }
                        done.computeIfAbsent(key, k -> Collections.synchronizedList(new ArrayList<>()))
                                .add(number);
                    });
        }

        assertThat(dispatcher.drain(Duration.ofSeconds(60))).isTrue();
        assertThat(done.values().stream().mapToInt(List::size).sum()).isEqualTo(count);
        assertThat(done.values()).allSatisfy(numbers -> assertThat(numbers).isSorted());
        IntStream.range(0, 4).forEach(p -> assertThat(last).containsEntry(p, offsets[p] - 1));
    }

    private InFlightDispatcher dispatcher(int cap) {
        return new InFlightDispatcher("test", cap, new InFlightDispatcher.Intake() {
            @Override
            public void pause() {
                pauses.incrementAndGet();
            }

            @Override
            public void resume() {
                resumes.incrementAndGet();
            }
        });
    }

    private void gated(InFlightDispatcher dispatcher, TopicPartition partition, long offset, String key) {
        gated(dispatcher, partition, offset, key, key);
    }

    private void gated(InFlightDispatcher dispatcher, TopicPartition partition, long offset, String key, String gate) {
        gates.put(gate, new CountDownLatch(1));
        dispatcher.submit(partition, offset, key, () -> acknowledged.add(partition + "@" + offset), pause -> {
            began.add(gate);
            gates.get(gate).await();
        });
    }

    private void open(String gate) {
        gates.get(gate).countDown();
    }
}
