package io.aftercall.infra.bench;

import io.aftercall.simulator.Variations;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** What the calls of today notice of an import: the same pace of calls, without and with one going on. */
final class ImportBench {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final double PER_SECOND = 1.5;

    /** The same for all, as the spread of drawn ones would hide what is to be seen. */
    private static final int ANSWER_MILLIS = 1_000;

    private ImportBench() {}

    static ImportRun run(BenchOptions options, PrintStream out, Path home) throws IOException, InterruptedException {
        int count = Math.max(20, options.calls() / 10);
        try (StandIns standIns = StandIns.answeringIn(home, options.seed(), ANSWER_MILLIS);
                RunningLine line = RunningLine.start(options, out, home.resolve("home"), standIns, List.of())) {
            line.phase("warm-up", LineBench.warmUp(options), 0);
            Phase alone = line.phase("live calls", count, PER_SECOND);
            // More than can be done meanwhile.
            Path manifest = manifest(home, line.take("past-", 8 * count));
            Map<String, String> service = Map.of("AFTERCALL_URL", line.url());
            Path importer = Files.createDirectories(home.resolve("import"));
            try (JavaChild imported = JavaChild.start(
                    importer, List.of("-XX:TieredStopAtLevel=1"), List.of("import", manifest.toString()), service)) {
                Phase beside = line.phase("live calls beside an import", count, PER_SECOND);
                imported.requireAlive();
                return new ImportRun(PER_SECOND, alone, beside);
            }
        }
    }

    private static Path manifest(Path home, List<Variations.Varied> calls) throws IOException {
        String lines = calls.stream()
                .map(call -> JSON.writeValueAsString(Map.of(
                        "file", call.recordingUrl(), "call_id", call.hangUp().callId())))
                .collect(Collectors.joining("\n"));
        return Files.writeString(home.resolve("past.jsonl"), lines);
    }
}
