package io.aftercall.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.junit.jupiter.api.Test;

class CarriersTest {
    private static final CountDownLatch BEGUN = new CountDownLatch(1);
    private static final CountDownLatch GO_ON = new CountDownLatch(1);

    /** Initialised by one virtual thread, waited for by as many as there are carriers. */
    private static final class Slow {
        static final boolean DONE = initialised();

        private static boolean initialised() {
            BEGUN.countDown();
            try {
                return GO_ON.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    @Test
    void letsAThreadGoOnThatAllCarriersWaitFor() throws InterruptedException {
        VirtualThreadSchedulerMXBean scheduler =
                ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
        int before = scheduler.getParallelism();
        scheduler.setParallelism(4);
        Thread watch = new Thread();
        try {
            List<Thread> waiting = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                waiting.add(
                        Thread.startVirtualThread(() -> assertThat(Slow.DONE).isTrue()));
            }
            BEGUN.await();
            Thread.sleep(200);
            Thread last = Thread.startVirtualThread(GO_ON::countDown);
            assertThat(last.join(Duration.ofMillis(300)))
                    .as("nobody carries it")
                    .isFalse();

            watch = Carriers.watch();

            assertThat(last.join(Duration.ofSeconds(30))).isTrue();
            for (Thread each : waiting) {
                each.join();
            }
        } finally {
            watch.interrupt();
            watch.join();
            scheduler.setParallelism(before);
        }
    }
}
