package io.aftercall.infra.bench;

import io.aftercall.simulator.Variations;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Whole calls through the running line on its embedded parts: first all at once, to see how fast it can be, then at a pace
 * it can keep, to see how soon a call is found.
 */
final class LineBench {
    /** Of speech in a call at least: two to three turns. */
    private static final int CALL_SECONDS = 8;

    private static final int WARM_UP = 150;
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

    private final BenchOptions options;
    private final PrintStream out;
    private final StandIns standIns;
    private final JavaChild line;
    private final String url;
    private final String kafka;
    private final Variations calls;
    private int used;

    private LineBench(BenchOptions options, PrintStream out, StandIns standIns, JavaChild line)
            throws IOException, InterruptedException {
        this.options = options;
        this.out = out;
        this.standIns = standIns;
        this.line = line;
        this.url = line.said(Pattern.compile("Aftercall is up at (http://\\S+)"));
        this.kafka = line.said(Pattern.compile("embedded: aftercall\\.kafka\\.bootstrap-servers = (\\S+)"));
        this.calls = Variations.of(Path.of(System.getProperty("aftercall.samples")), standIns.pbxUrl(), CALL_SECONDS);
    }

    static LineRun run(BenchOptions options, PrintStream out, Path home, Path recording)
            throws IOException, InterruptedException {
        Path lineHome = Files.createDirectories(home.resolve("home"));
        try (StandIns standIns = StandIns.start(home, options.seed())) {
            LineRun.Phases phases;
            try (JavaChild line = JavaChild.start(lineHome, flags(lineHome, recording), words(options, standIns))) {
                phases = new LineBench(options, out, standIns, line).phases();
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

    private static List<String> words(BenchOptions options, StandIns standIns) {
        List<String> words = new ArrayList<>(List.of("up", "--port=0"));
        Map.of(
                        "aftercall.openai.base-url",
                        standIns.openAiUrl(),
                        "aftercall.openai.api-key",
                        "simulated",
                        "aftercall.notify.chat-url",
                        standIns.chatUrl(),
                        // Reminders fall due at once, so that they are part of what is measured.
                        "aftercall.notify.hour",
                        "50ms",
                        "aftercall.ingest.robot.recording-url",
                        standIns.pbxUrl() + "/recordings")
                .forEach((name, value) -> words.add("--" + name + "=" + value));
        for (String cap : List.of(
                "ingest.in-flight",
                "transcribe.in-flight",
                "speech.limit.requests-in-flight",
                "analyze.in-flight",
                "openai.limit.requests-in-flight")) {
            words.add("--aftercall." + cap + "=" + options.inFlight());
        }
        return words;
    }

    private LineRun.Phases phases() throws IOException, InterruptedException {
        Processes processes = new Processes(line, standIns);
        phase(processes, "warm-up", WARM_UP, 0);
        Phase backlog = phase(processes, "backlog", options.calls(), 0);
        double pace = backlog.perSecond() * STEADY_SHARE;
        Phase steady = phase(processes, "steady", Math.max(10, options.calls() / 4), pace);
        return new LineRun.Phases(backlog, steady, processes.peaks());
    }

    private Phase phase(Processes processes, String what, int count, double perSecond)
            throws IOException, InterruptedException {
        out.println("  %s: %d calls".formatted(what, count));
        List<PostedCall> posted = new ArrayList<>();
        for (int n = used; n < used + count; n++) {
            posted.add(new PostedCall(calls.hangUp(what + "-", n)));
        }
        used += count;
        standIns.forget();
        return Phase.run(url, posted, perSecond, processes, standIns, new Topic(kafka, "calls.analyzed"));
    }
}
