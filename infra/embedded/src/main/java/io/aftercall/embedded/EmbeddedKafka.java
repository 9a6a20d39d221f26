package io.aftercall.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real single Kafka broker in a child JVM that keeps its data in a folder and its address from start to start. */
public final class EmbeddedKafka implements AutoCloseable {
    private final SupervisedChild child;
    private final String bootstrapServers;

    private EmbeddedKafka(SupervisedChild child, String bootstrapServers) {
        this.child = child;
        this.bootstrapServers = bootstrapServers;
    }

    /** Starts with the jars in the folder that the system property {@code aftercall.lib.kafka} names. */
    public static EmbeddedKafka start(Path home) throws IOException {
        return start(LibDir.of("aftercall.lib.kafka"), home);
    }

    /**
     * Starts a broker on {@code home}, waiting up to 20 s for a dying predecessor, and returns once it accepts clients.
     *
     * @throws HomeInUseException if another broker lives on {@code home}
     * @throws IOException if the broker does not start; carries the last lines of its log
     */
    public static EmbeddedKafka start(Path libDir, Path home) throws IOException {
        return start(libDir, home, LibDir.PREDECESSOR_WAIT);
    }

    static EmbeddedKafka start(Path libDir, Path home, Duration wait) throws IOException {
        EmbeddedKafka started = launch(libDir, home, wait);
        started.awaitReady();
        return started;
    }

    /** As {@link #start(Path)}, but does not wait until it is ready: what else there is to start can start meanwhile. */
    public static EmbeddedKafka launch(Path home) throws IOException {
        return launch(LibDir.of("aftercall.lib.kafka"), home, LibDir.PREDECESSOR_WAIT);
    }

    private static EmbeddedKafka launch(Path libDir, Path home, Duration wait) throws IOException {
        Path real = OwnerOnly.directory(home);
        HomeLock.awaitFree(real, wait);
        List<Integer> ports = Ports.of(real, 2);
        ChildProgram program = new ChildProgram(
                "kafka",
                real,
                libDir,
                List.of("-Xmx256m"),
                "io.aftercall.embedded.kafka.KafkaMain",
                List.of(real.toString(), ports.get(0).toString(), ports.get(1).toString()));
        return new EmbeddedKafka(SupervisedChild.launch(program), "127.0.0.1:" + ports.getFirst());
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /**
     * Returns when the broker is ready.
     *
     * @throws IOException if it does not get ready; carries the last lines of its log
     */
    public void awaitReady() throws IOException {
        child.awaitReady();
    }

    /** From now on a broker that dies is started again on the same data and address, until this is closed. */
    public void keepRunning() {
        child.keepRunning();
    }

    public Process process() {
        return child.process();
    }

    /** Ends the broker as a crash would; for tests. */
    public void kill() {
        child.kill();
    }

    @Override
    public void close() {
        child.close();
    }
}
