package io.aftercall.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A server in a JVM of its own that ends when this JVM closes it or dies: it watches its standard input. */
final class ChildJvm implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final int TAIL_BYTES = 4096;

    private final String name;
    private final Process process;
    private final Path ready;
    private final Path log;
    private final long logStart;

    private ChildJvm(String name, Process process, Path ready, Path log, long logStart) {
        this.name = name;
        this.process = process;
        this.ready = ready;
        this.log = log;
        this.logStart = logStart;
    }

    /**
     * Starts {@code main} with {@code arguments} and the path of a file it creates when ready, and does not wait for it.
     * Output is appended to {@code <name>.log} in the home.
     */
    static ChildJvm launch(String name, Path home, Path libDir, List<String> flags, String main, List<String> arguments)
            throws IOException {
        Path log = home.resolve(name + ".log");
        long logStart = Files.exists(log) ? Files.size(log) : 0;
        Path ready = home.resolve("ready-" + UUID.randomUUID());
        List<String> command = command(home, libDir, flags, main);
        command.addAll(arguments);
        command.add(ready.toString());
        Process process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            Files.writeString(HomeLock.pidFile(home), String.valueOf(process.pid()));
            return new ChildJvm(name, process, ready, log, logStart);
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
            while (!Files.deleteIfExists(ready)) {
                if (!process.isAlive()) {
                    throw failed(name + " ended with exit code " + process.exitValue());
                }
                deadline.pauseOr(() -> failed(name + " was not ready after " + START_LIMIT));
            }
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
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

    private static List<String> command(Path home, Path libDir, List<String> flags, String main) throws IOException {
        if (!Files.isDirectory(libDir)) {
            throw new IOException("no folder " + libDir + " with the jars of " + main);
        }
        List<String> command = new ArrayList<>();
        if (home.getFileSystem().getSeparator().equals("/")) {
            // Ctrl-C reaches the whole process group; the child must outlive our own orderly shutdown.
            command.addAll(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + Files.createDirectories(home.resolve("tmp")),
                "-Dlog4j2.disable.jmx=true"));
        command.addAll(flags);
        command.addAll(List.of("-cp", libDir.toAbsolutePath().resolve("*").toString(), main));
        return command;
    }

    private IOException failed(String fact) {
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
