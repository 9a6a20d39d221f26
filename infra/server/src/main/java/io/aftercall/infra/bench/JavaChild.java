package io.aftercall.infra.bench;

import io.aftercall.infra.Aftercall;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of our own commands in a JVM of its own, so that its cost is counted apart; it ends with this process. */
final class JavaChild implements AutoCloseable {
    /** The shell becomes the JVM, and what it leaves behind ends it when our end of the pipe is closed or gone. */
    private static final String LEASHED = "exec 3<&0; (cat <&3 >/dev/null; kill $$) & exec \"$@\" </dev/null 3<&-";

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final Duration QUIET_LIMIT = Duration.ofSeconds(60);
    /** CPU milliseconds in a second. */
    private static final long MOST_WHEN_QUIET = 200;

    private final String name;
    private final Process process;
    private final Path log;

    private JavaChild(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * @param home its AFTERCALL_HOME, where its output goes too
     * @param flags of its JVM beside those of this one
     */
    static JavaChild start(Path home, List<String> flags, List<String> words) throws IOException {
        return start(home, flags, words, Map.of());
    }

    /** @param environment beside AFTERCALL_HOME */
    static JavaChild start(Path home, List<String> flags, List<String> words, Map<String, String> environment)
            throws IOException {
        return start(home, flags, Aftercall.class, words, environment);
    }

    /** @param program whose {@code main} it is */
    static JavaChild start(Path home, List<String> flags, Class<?> program, List<String> words) throws IOException {
        return start(home, flags, program, words, Map.of());
    }

    private static JavaChild start(
            Path home, List<String> flags, Class<?> program, List<String> words, Map<String, String> environment)
            throws IOException {
        Path log = home.resolve(words.getFirst() + ".log");
        Path scratch = Files.createDirectories(home.resolve("tmp"));
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", LEASHED, "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-Djava.io.tmpdir=" + scratch);
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(words);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        // Addresses of real services are not for a bench.
        builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG", "LC_ALL"));
        builder.environment().put("AFTERCALL_HOME", home.toString());
        builder.environment().putAll(environment);
        return new JavaChild(words.getFirst(), builder.start(), log);
    }

    /**
     * Waits for something it says.
     *
     * @return the first group of the pattern
     */
    String said(Pattern pattern) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            boolean alive = process.isAlive();
            Matcher found = pattern.matcher(Files.readString(log));
            if (found.find()) {
                return found.group(1);
            }
            if (!alive) {
                requireAlive();
            }
            Thread.sleep(50);
        }
        throw new IOException("%s did not say '%s' within %s: %s".formatted(name, pattern, START_LIMIT, tail()));
    }

    private String tail() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    /** @throws IOException with its last words, when it has ended by itself */
    void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("%s ended with exit code %d: %s".formatted(name, process.exitValue(), tail()));
        }
    }

    /**
     * Waits until it and its own children do next to nothing, compiling included, and an index that puts its segments together
     * for long after the last write; for a minute at most, should they never come to rest.
     */
    void awaitQuiet() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + QUIET_LIMIT.toNanos();
        long before = cpuMillisOfAll();
        long used;
        do {
            Thread.sleep(1_000);
            long now = cpuMillisOfAll();
            used = now - before;
            before = now;
        } while (used > MOST_WHEN_QUIET && System.nanoTime() < deadline);
    }

    private long cpuMillisOfAll() throws IOException {
        long all = usage().cpuMillis();
        for (ProcessHandle child : process.children().toList()) {
            all += Usage.of(child.pid()).cpuMillis();
        }
        return all;
    }

    Usage usage() throws IOException {
        return Usage.of(process.pid());
    }

    /** The process id of the child of it that runs this class. */
    long childRunning(String mainClass) throws IOException {
        for (ProcessHandle child : process.children().toList()) {
            Path command = Path.of("/proc", String.valueOf(child.pid()), "cmdline");
            if (Files.exists(command) && Files.readString(command).contains(mainClass)) {
                return child.pid();
            }
        }
        throw new IOException(name + " has no child that runs " + mainClass);
    }

    @Override
    public void close() throws IOException {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IOException(name + " did not stop within " + STOP_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
