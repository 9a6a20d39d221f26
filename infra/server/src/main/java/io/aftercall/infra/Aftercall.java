package io.aftercall.infra;

import io.aftercall.embedded.HomeInUseException;
import io.aftercall.infra.bench.Bench;
import io.aftercall.infra.line.Role;
import io.aftercall.simulator.SimulatorMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.LoggingSystem;

/**
 * What the launcher runs: {@code up}, {@code demo}, {@code dead}, {@code reindex}, {@code rescore}, {@code rules}, {@code import}, {@code bench} or {@code simulate}. Exit code
 * 2 is a wrong word, 1 a failure.
 */
public final class Aftercall {
    private static final Logger LOG = LoggerFactory.getLogger(Aftercall.class);

    private Aftercall() {}

    public static void main(String[] arguments) throws Exception {
        List<String> words = Arrays.asList(arguments);
        String command = words.isEmpty() ? "" : words.getFirst();
        List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
        Carriers.allow();
        // Nothing is logged before the service has set up its log: what starts earlier speaks through its errors.
        LoggingSystem.get(Aftercall.class.getClassLoader()).beforeInitialize();
        try {
            switch (command) {
                case "up" -> up(rest);
                case "demo" -> Demo.main(rest, System.getenv());
                case "dead" -> end(dead(rest));
                case "reindex" -> end(reindex(rest));
                case "rescore" -> end(rescore(rest));
                case "import" -> end(imported(rest));
                case "rules" -> end(new RulesCommand(ServiceClient.of(System.getenv()), out()).run(rest));
                case "bench" -> {
                    Bench.main(rest, System.getenv());
                    System.exit(0);
                }
                case "simulate" -> SimulatorMain.main(rest.toArray(String[]::new));
                default ->
                    throw new IllegalArgumentException("'" + command + "' is not a command; see ./aftercall --help");
            }
        } catch (IllegalArgumentException e) {
            fail(2, e);
        } catch (IOException | RuntimeException e) {
            fail(1, e);
        }
    }

    private static void up(List<String> rest) throws IOException {
        UpOptions options = UpOptions.parse(rest, System.getenv());
        Service service = Service.start(options, Map.of());
        service.twins().forEach((setting, address) -> LOG.info("embedded: {} = {}", setting, address));
        LOG.info(
                "Aftercall is up at {} (docs at /docs, calls at /calls, health at /actuator/health), stages {}",
                service.url(),
                Role.names(options.roles()));
    }

    private static int dead(List<String> rest) throws IOException, InterruptedException {
        return new DeadCommand(ServiceClient.of(System.getenv()), out(), terminal(), ZoneId.systemDefault()).run(rest);
    }

    private static int reindex(List<String> rest) throws IOException, InterruptedException {
        return new ReindexCommand(ServiceClient.of(System.getenv()), out(), terminal(), Duration.ofMillis(500))
                .run(rest);
    }

    private static int imported(List<String> rest) throws IOException, InterruptedException {
        return new ImportCommand(ServiceClient.of(System.getenv()), out(), terminal(), Duration.ofMillis(500))
                .run(rest);
    }

    private static int rescore(List<String> rest) throws IOException, InterruptedException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        return new RescoreCommand(ServiceClient.of(System.getenv()), out(), in, terminal(), Duration.ofMillis(500))
                .run(rest);
    }

    private static PrintStream out() {
        return new PrintStream(System.out, true, StandardCharsets.UTF_8);
    }

    private static DemoBoard.Terminal terminal() {
        return DemoBoard.Terminal.of(System.getProperty("aftercall.terminal"));
    }

    private static void end(int code) {
        if (code != 0) {
            System.exit(code);
        }
    }

    /** The reason at the bottom of the chain is what a person can act on; the chain itself is in the log. */
    private static void fail(int code, Exception e) {
        Throwable root = e;
        while (root.getCause() != null && !(root instanceof HomeInUseException)) {
            root = root.getCause();
        }
        System.err.println("aftercall: " + (root.getMessage() == null ? root.toString() : root.getMessage()));
        System.exit(code);
    }
}
