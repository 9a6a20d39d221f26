package io.aftercall.infra.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whole calls through the running line on its embedded parts: first all at once, to see how fast it can be, then at a pace
 * it can keep, to see how soon a call is found.
 */
final class LineBench {
    private static final int SHORTEST_WARM_UP = 150;
    private static final double STEADY_SHARE = 0.6;

    private static final String PROFILE = """
            <?xml version="1.0" encoding="UTF-8"?>
            <configuration version="2.0">
              <event name="jdk.CPUTimeSample">
                <setting name="enabled">true</setting>
                <setting name="throttle">10 ms</setting>
                <setting name="stackTrace">true</setting>
              </event>
            </configuration>
            """;

    private LineBench() {}

    static LineRun run(BenchOptions options, PrintStream out, Path home, Path recording)
            throws IOException, InterruptedException {
        Path lineHome = Files.createDirectories(home.resolve("home"));
        try (StandIns standIns = StandIns.start(home, options.seed())) {
            LineRun.Phases phases;
            try (RunningLine line = RunningLine.start(options, out, lineHome, standIns, flags(lineHome, recording))) {
                phases = phases(options, line);
            }
            // The recording is complete once the line has ended.
            return new LineRun(options, phases, StageShares.of(recording, phases.backlog()));
        }
    }

    private static List<String> flags(Path home, Path recording) throws IOException {
        Path profile = home.resolve("profile.jfc");
        Files.writeString(profile, PROFILE);
        // Not in the home's tmp folder, which the line clears when it starts.
        Path repository = Files.createDirectories(home.resolve("profile"));
        return List.of(
                "-XX:FlightRecorderOptions:repository=" + repository,
                "-XX:StartFlightRecording:filename=%s,settings=%s,dumponexit=true".formatted(recording, profile));
    }

    /** As many calls as are asked for, and enough of them: a JVM takes minutes of work to compile what is worth it. */
    static int warmUp(BenchOptions options) {
        return Math.max(SHORTEST_WARM_UP, options.calls());
    }

    private static LineRun.Phases phases(BenchOptions options, RunningLine line)
            throws IOException, InterruptedException {
        line.phase("warm-up", warmUp(options), 0);
        Phase backlog = line.phase("backlog", options.calls(), 0);
        double pace = backlog.perSecond() * STEADY_SHARE;
        Phase steady = line.phase("steady", Math.max(10, options.calls() / 4), pace);
        return new LineRun.Phases(backlog, steady, line.peaks());
    }
}
