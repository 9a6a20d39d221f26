package io.aftercall.infra.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

/** Measures the line on this machine and says what it found: {@code ./aftercall bench}. */
public final class Bench {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final BenchOptions options;
    private final Map<String, String> environment;
    private final Path home;
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private Bench(BenchOptions options, Map<String, String> environment, Path home) {
        this.options = options;
        this.environment = environment;
        this.home = home;
    }

    /**
     * Prints a table and the path of a JSON file with the same figures.
     *
     * @throws IllegalArgumentException when an option cannot be understood
     * @throws IOException when a part does not start, or on a system without /proc
     */
    public static void main(List<String> arguments, Map<String, String> environment)
            throws IOException, InterruptedException {
        BenchOptions options = BenchOptions.parse(arguments, environment);
        if (!Files.isReadable(Path.of("/proc/self/stat"))) {
            throw new IOException("bench reads what processes cost from /proc, which only Linux has");
        }
        Path home = Files.createTempDirectory("bench");
        try {
            new Bench(options, environment, home).run();
        } finally {
            FileSystemUtils.deleteRecursively(home);
        }
    }

    private void run() throws IOException, InterruptedException {
        Map<String, Object> figures = new LinkedHashMap<>();
        String started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        figures.put("started", started);
        figures.put("cores", Runtime.getRuntime().availableProcessors());
        figures.put("calls", options.calls());
        figures.put("inFlight", options.inFlight());
        figures.put("seed", options.seed());
        Table table = new Table(out);
        if (options.parts().contains(BenchOptions.Part.DISPATCHER)) {
            out.println("Measuring the dispatcher ...");
            DispatcherRun run = DispatcherBench.run(options, folder("dispatcher"));
            figures.put("dispatcher", run.asMap());
            run.show(table);
        }
        Path results = Files.createDirectories(options.results());
        String name = "bench-" + started.replace(":", "");
        if (options.parts().contains(BenchOptions.Part.LINE)) {
            out.println("Measuring the line ...");
            Path recording = results.resolve(name + ".jfr");
            LineRun run = LineBench.run(options, out, folder("line"), recording);
            figures.put("line", run.asMap());
            run.show(table);
            out.println();
            out.println("Profile of the application: " + recording);
        }
        if (options.parts().contains(BenchOptions.Part.ANALYZE)) {
            out.println("Measuring the judging ...");
            AnalyzeRun run = AnalyzeBench.run(options, environment, folder("analyze"));
            figures.put("analyze", run.asMap());
            run.show(table);
        }
        if (options.parts().contains(BenchOptions.Part.API)) {
            out.println("Measuring the call-record API ...");
            ApiRun run = ApiBench.run(options, environment, folder("api"));
            figures.put("api", run.asMap());
            run.show(table);
        }
        if (options.parts().contains(BenchOptions.Part.WEBHOOK)) {
            out.println("Measuring the webhook ...");
            WebhookRun run = WebhookBench.run(folder("webhook"));
            figures.put("webhook", run.asMap());
            run.show(table);
        }
        if (options.parts().contains(BenchOptions.Part.IMPORT)) {
            out.println("Measuring an import beside live calls ...");
            ImportRun run = ImportBench.run(options, out, folder("import"));
            figures.put("import", run.asMap());
            run.show(table);
        }
        Path file = results.resolve(name + ".json");
        Files.writeString(
                file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(figures) + "\n", StandardCharsets.UTF_8);
        out.println();
        out.println("All figures: " + file);
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(home.resolve(name));
    }
}
