package io.aftercall.infra;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps virtual threads going on few carriers. One that waits for another to initialise a class keeps its carrier, so that all
 * carriers can wait for a thread that finds none to go on with: on two processors a start with a backlog stood still for good,
 * the carriers inside Kotlin's reflection. Enough carriers for that at all times would cost a fifth of a busy API's CPU; so there
 * are more only once everything stands still.
 */
final class Carriers implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Carriers.class);
    private static final String USUAL = "jdk.virtualThreadScheduler.parallelism";
    private static final String LIMIT = "jdk.virtualThreadScheduler.maxPoolSize";

    private static final int LEAST = 8;
    private static final int PER_PROCESSOR = 4;
    /** More than are ever at work at the same time; a carrier is a thread that is only made when it is needed. */
    private static final int MOST = 512;

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int LOOKS = 4;
    private static final Duration RAISED = Duration.ofMinutes(1);
    /** Of one processor: what is not idle does not stand still. */
    private static final double IDLE = 0.5;

    private final VirtualThreadSchedulerMXBean scheduler =
            ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private int usual;
    private long cpu;
    private long lookedAt;
    private int still;
    private long raisedAt;

    /** Has an effect only before the first virtual thread of the process. */
    static void allow() {
        int usual = Math.max(LEAST, PER_PROCESSOR * Runtime.getRuntime().availableProcessors());
        System.getProperties().putIfAbsent(USUAL, String.valueOf(Math.min(usual, MOST)));
        System.getProperties().putIfAbsent(LIMIT, String.valueOf(MOST));
        watch();
    }

    /** For as long as the thread it returns is not interrupted. */
    static Thread watch() {
        return Thread.ofPlatform().name("carriers").daemon().start(new Carriers());
    }

    @Override
    public void run() {
        usual = scheduler.getParallelism();
        try {
            while (true) {
                Thread.sleep(LOOK);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        still = isIdle()
                        && scheduler.getQueuedVirtualThreadCount() > 0
                        && scheduler.getMountedVirtualThreadCount() >= scheduler.getParallelism()
                ? still + 1
                : 0;
        int now = scheduler.getParallelism();
        if (still >= LOOKS && now < MOST) {
            LOG.warn("all {} carriers of virtual threads wait while others are to run: more for a minute", now);
            scheduler.setParallelism(MOST);
            raisedAt = lookedAt;
        } else if (now > usual && lookedAt - raisedAt > RAISED.toNanos()) {
            scheduler.setParallelism(usual);
        }
    }

    private boolean isIdle() {
        long usedBefore = cpu;
        long before = lookedAt;
        cpu = system.getProcessCpuTime();
        lookedAt = System.nanoTime();
        return cpu - usedBefore < IDLE * (lookedAt - before);
    }
}
