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

/** The whole service on its embedded parts, with calls for it that are all different. */
final class RunningLine implements AutoCloseable {
    /** Of speech in a call at least: two to three turns. */
    private static final int CALL_SECONDS = 8;

    private final PrintStream out;
    private final StandIns standIns;
    private final JavaChild line;
    private final String url;
    private final String kafka;
    private final Variations calls;
    private final Processes processes;
    private int used;

    private RunningLine(PrintStream out, StandIns standIns, JavaChild line) throws IOException, InterruptedException {
        this.out = out;
        this.standIns = standIns;
        this.line = line;
        this.url = line.said(Pattern.compile("Aftercall is up at (http://\\S+)"));
        this.kafka = line.said(Pattern.compile("embedded: aftercall\\.kafka\\.bootstrap-servers = (\\S+)"));
        this.calls = Variations.of(Path.of(System.getProperty("aftercall.samples")), standIns.pbxUrl(), CALL_SECONDS);
        this.processes = new Processes(line, standIns);
    }

    /** @param flags of its JVM */
    static RunningLine start(BenchOptions options, PrintStream out, Path home, StandIns standIns, List<String> flags)
            throws IOException, InterruptedException {
        JavaChild line = JavaChild.start(Files.createDirectories(home), flags, words(options, standIns));
        try {
            return new RunningLine(out, standIns, line);
        } catch (IOException | InterruptedException | RuntimeException e) {
            line.close();
            throw e;
        }
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

    String url() {
        return url;
    }

    /** So many calls that nobody had before. */
    List<Variations.Varied> take(String prefix, int count) {
        used += count;
        return calls.between(prefix, used - count, used);
    }

    /** Has calls posted, {@code perSecond} or as fast as they are taken (0), and waits for all of them. */
    Phase phase(String what, int count, double perSecond) throws IOException, InterruptedException {
        out.println("  %s: %d calls".formatted(what, count));
        List<PostedCall> posted = new ArrayList<>();
        for (Variations.Varied call : take(what.replace(' ', '-') + "-", count)) {
            posted.add(new PostedCall(call.hangUp()));
        }
        standIns.forget();
        return Phase.run(url, posted, perSecond, processes, standIns, new Topic(kafka, "calls.analyzed"));
    }

    Map<String, Long> peaks() throws IOException {
        return processes.peaks();
    }

    @Override
    public void close() throws IOException {
        line.close();
    }
}
