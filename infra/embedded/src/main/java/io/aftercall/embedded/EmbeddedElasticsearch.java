package io.aftercall.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real single Elasticsearch node in a child JVM that keeps its data in a folder and its address from start to start. */
public final class EmbeddedElasticsearch implements AutoCloseable {
    private final SupervisedChild child;
    private final URI url;

    private EmbeddedElasticsearch(SupervisedChild child, URI url) {
        this.child = child;
        this.url = url;
    }

    /** Starts with the jars in the folder that the system property {@code aftercall.lib.elasticsearch} names. */
    public static EmbeddedElasticsearch start(Path home) throws IOException {
        return start(LibDir.of("aftercall.lib.elasticsearch"), home);
    }

    /**
     * Starts a node on {@code home}, waiting up to 20 s for a dying predecessor, and returns once its indices are there.
     *
     * @throws HomeInUseException if another node lives on {@code home}
     * @throws IOException if the node does not start; carries the last lines of its log
     */
    public static EmbeddedElasticsearch start(Path libDir, Path home) throws IOException {
        return start(libDir, home, LibDir.PREDECESSOR_WAIT);
    }

    static EmbeddedElasticsearch start(Path libDir, Path home, Duration wait) throws IOException {
        EmbeddedElasticsearch started = launch(libDir, home, wait);
        started.awaitReady();
        return started;
    }

    /** As {@link #start(Path)}, but does not wait until it is ready: what else there is to start can start meanwhile. */
    public static EmbeddedElasticsearch launch(Path home) throws IOException {
        return launch(LibDir.of("aftercall.lib.elasticsearch"), home, LibDir.PREDECESSOR_WAIT);
    }

    private static EmbeddedElasticsearch launch(Path libDir, Path home, Duration wait) throws IOException {
        Path real = OwnerOnly.directory(home);
        HomeLock.awaitFree(real, wait);
        int port = Ports.of(real, 1).getFirst();
        ChildProgram program = new ChildProgram(
                "elasticsearch",
                real,
                libDir,
                List.of("-Xmx320m", "-Dio.netty.noUnsafe=true"),
                "io.aftercall.embedded.elasticsearch.ElasticsearchMain",
                List.of(real.toString(), String.valueOf(port)));
        return new EmbeddedElasticsearch(SupervisedChild.launch(program), URI.create("http://127.0.0.1:" + port));
    }

    public URI url() {
        return url;
    }

    /**
     * Returns when the node is ready.
     *
     * @throws IOException if it does not get ready; carries the last lines of its log
     */
    public void awaitReady() throws IOException {
        child.awaitReady();
    }

    /** From now on a node that dies is started again on the same data and address, until this is closed. */
    public void keepRunning() {
        child.keepRunning();
    }

    public Process process() {
        return child.process();
    }

    /** Ends the node as a crash would; for tests. */
    public void kill() {
        child.kill();
    }

    @Override
    public void close() {
        child.close();
    }
}
