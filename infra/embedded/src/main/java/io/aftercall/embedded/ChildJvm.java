package io.aftercall.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A server in a JVM of its own that ends when this JVM closes it or dies: it watches its standard input. */
final class ChildJvm implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final int TAIL_BYTES = 4096;

    private final ChildProgram program;
    private final Process process;
    private final Path ready;
    private final long logStart;
    private volatile boolean wasReady;

    private ChildJvm(ChildProgram program, Process process, Path ready, long logStart) {
        this.program = program;
        this.process = process;
        this.ready = ready;
        this.logStart = logStart;
    }

    /** Starts the program, its output appended to its log, and does not wait until it is ready. */
    static ChildJvm launch(ChildProgram program) throws IOException {
        Path log = program.log();
        long logStart = Files.exists(log) ? Files.size(log) : 0;
        Path ready = program.home().resolve("ready-" + UUID.randomUUID());
        Process process = new ProcessBuilder(program.command(ready))
                .directory(program.home().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            Files.writeString(HomeLock.pidFile(program.home()), String.valueOf(process.pid()));
            return new ChildJvm(program, process, ready, logStart);
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /**
     * Returns when the child is ready.
     *
     * @throws IOException if it ends or is not ready in two minutes; carries the last lines of its output
     */
    void awaitReady() throws IOException {
        try {
            Deadline deadline = Deadline.in(START_LIMIT);
            while (!isReady()) {
                if (!process.isAlive()) {
                    throw failed(program.name() + " ended with exit code " + process.exitValue());
                }
                deadline.pauseOr(() -> failed(program.name() + " was not ready after " + START_LIMIT));
            }
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** The file is taken away by whoever sees it first; there may be more than one waiting. */
    private boolean isReady() throws IOException {
        if (Files.deleteIfExists(ready)) {
            wasReady = true;
        }
        return wasReady;
    }

    Process process() {
        return process;
    }

    /** Ends the child as kill -9 does and returns when it is gone. */
    void kill() {
        awaitExit(process.destroyForcibly(), STOP_LIMIT);
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!awaitExit(process, STOP_LIMIT)) {
            kill();
        }
    }

    private static boolean awaitExit(Process process, Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private IOException failed(String fact) {
        Path log = program.log();
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(logStart, file.length() - TAIL_BYTES));
            byte[] tail = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(tail);
            return new IOException(
                    fact + ", see " + log + ", which ends:\n" + new String(tail, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return new IOException(fact + ", and its output " + log + " cannot be read", e);
        }
    }
}
