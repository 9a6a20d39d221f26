package io.aftercall.infra.faults;

import io.aftercall.infra.Aftercall;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The service as a process of its own, with Kafka and Elasticsearch embedded, that can be killed and started again. */
final class Up implements AutoCloseable {
    private final Path home;
    private final Map<String, String> environment;
    private final List<String> settings;
    private final int port;
    private @Nullable Process process;

    private Up(Path home, Map<String, String> environment, List<String> settings, int port) {
        this.home = home;
        this.environment = environment;
        this.settings = settings;
        this.port = port;
    }

    /**
     * @param environment the addresses of what is outside
     * @param settings more of them, as on the command line
     */
    static Up start(Path home, Map<String, String> environment, List<String> settings) throws IOException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("AFTERCALL_HOME", home.toString());
        Up up = new Up(home, all, settings, freePort());
        up.start();
        return up;
    }

    void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        process = builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    private List<String> command() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + Files.createDirectories(home.resolve("tmp"))));
        for (String property : List.of("aftercall.lib.kafka", "aftercall.lib.elasticsearch")) {
            command.add("-D" + property + "=" + System.getProperty(property));
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Aftercall.class.getName(),
                "up",
                "--port=" + port,
                // Reminders for tomorrow come at once.
                "--aftercall.notify.hour=10ms"));
        command.addAll(settings);
        return command;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    URI elasticsearch() throws IOException {
        return URI.create("http://127.0.0.1:"
                + Files.readAllLines(home.resolve("elasticsearch/ports")).getFirst());
    }

    long pid() {
        return process == null ? -1 : process.pid();
    }

    Path log() {
        return home.resolve("up.log");
    }

    /** As kill -9. */
    void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    /** The embedded {@code kafka} or {@code elasticsearch}, a process of its own. */
    ProcessHandle child(String name) throws IOException {
        String pid = Files.readString(home.resolve(name).resolve("pid"));
        return ProcessHandle.of(Long.parseLong(pid))
                .orElseThrow(() -> new IOException("no process " + pid + ": " + name + " is not running"));
    }

    /** Sends a signal by its name, such as STOP, after which a process is there and does nothing until CONT. */
    static void signal(ProcessHandle child, String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + child.pid())
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + name + " of pid " + child.pid() + " ended with " + exit);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** In order, so that the children have ended too. */
    @Override
    public void close() throws IOException {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            process.waitFor(60, java.util.concurrent.TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
