package io.aftercall.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A child JVM that, once it is to be kept running, is started again whenever it dies. */
final class SupervisedChild implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisedChild.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration STEADY = Duration.ofMinutes(5);

    private final ChildProgram program;
    private final CountDownLatch closing = new CountDownLatch(1);
    private ChildJvm child;
    private @Nullable Thread watch;

    private SupervisedChild(ChildProgram program, ChildJvm first) {
        this.program = program;
        this.child = first;
    }

    static SupervisedChild launch(ChildProgram program) throws IOException {
        return new SupervisedChild(program, ChildJvm.launch(program));
    }

    void awaitReady() throws IOException {
        child().awaitReady();
    }

    /** From now on it is started again when it dies, at first at once and then after growing pauses, until closed. */
    synchronized void keepRunning() {
        if (watch == null) {
            watch = Thread.ofVirtual().name(program.name() + "-watch").start(this::watch);
        }
    }

    private void watch() {
        Duration pause = Duration.ZERO;
        try {
            while (true) {
                long since = System.nanoTime();
                int exit = child().process().waitFor();
                if (System.nanoTime() - since > STEADY.toNanos()) {
                    pause = Duration.ZERO;
                }
                if (isClosingWithin(Duration.ZERO)) {
                    return;
                }
                LOG.warn(
                        "{} ended with exit code {} and is started again in {} s; its log is {}",
                        program.name(),
                        exit,
                        pause.toSeconds(),
                        program.log());
                if (isClosingWithin(pause)) {
                    return;
                }
                pause = longer(pause);
                relaunch();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One that does not get ready is ended by the wait for it, and the watch goes round again. */
    private void relaunch() {
        try {
            launchUnlessClosing();
            awaitReady();
            LOG.info("{} is running again", program.name());
        } catch (IOException e) {
            LOG.warn("{} did not come back: {}", program.name(), e.getMessage());
        }
    }

    /** Never after {@link #close}, which would leave the new child behind. */
    private synchronized void launchUnlessClosing() throws IOException {
        if (closing.getCount() > 0) {
            child = ChildJvm.launch(program);
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.isZero() ? Duration.ofSeconds(1) : pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    private boolean isClosingWithin(Duration wait) throws InterruptedException {
        return closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    Process process() {
        return child().process();
    }

    private synchronized ChildJvm child() {
        return child;
    }

    /** Ends the child as kill -9 does and returns when it is gone. */
    void kill() {
        child().kill();
    }

    @Override
    public void close() {
        closing.countDown();
        child().close();
    }
}
