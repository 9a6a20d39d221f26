package io.aftercall.infra;

import io.aftercall.ingest.Call;
import io.aftercall.ingest.Submissions;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * {@code import}: gives recordings of the past to the line, a few at a time so that the calls of today go first. A call that is there
 * is not given again: broken off, it goes on where it was.
 */
final class ImportCommand {
    private static final String PATH = "/api/v1/import";
    private static final int AT_ONCE = 8;

    private final ServiceClient service;
    private final PrintStream out;
    private final ProgressBar bar;
    private final Duration look;
    private final Map<String, String> underWay = new LinkedHashMap<>();
    private final List<String> failed = new ArrayList<>();
    private int known;
    private int analyzed;

    /** @param look pause between two looks at the calls under way */
    ImportCommand(ServiceClient service, PrintStream out, DemoBoard.Terminal terminal, Duration look) {
        this.service = service;
        this.out = out;
        this.bar = new ProgressBar(out, terminal);
        this.look = look;
    }

    /**
     * Returns the exit code: 0 all analysed, 1 with calls that failed.
     *
     * @throws IOException when the service does not answer, or the manifest cannot be read
     */
    int run(List<String> arguments) throws IOException, InterruptedException {
        CommandLine line = CommandLine.parse(arguments, Set.of("--at-once"));
        if (line.words().size() != 1) {
            throw new IllegalArgumentException(
                    "import takes a folder of recordings or a manifest (.jsonl, .csv), here or at s3://bucket/...");
        }
        int atOnce = atOnce(line);
        List<ImportManifest.Entry> entries = entries(line.words().getFirst());
        long start = System.nanoTime();
        Iterator<ImportManifest.Entry> left = entries.iterator();
        while (left.hasNext() || !underWay.isEmpty()) {
            while (left.hasNext() && underWay.size() < atOnce) {
                give(left.next());
            }
            look();
            int done = known + analyzed + failed.size();
            bar.show(done, entries.size(), done < entries.size(), pace(start, entries.size() - done));
            if (!underWay.isEmpty()) {
                Thread.sleep(look);
            }
        }
        out.printf(
                "%d recordings: %d analysed, %d were there already, %d failed%n",
                entries.size(), analyzed, known, failed.size());
        failed.forEach(reason -> System.err.println("aftercall: " + reason));
        return failed.isEmpty() ? 0 : 1;
    }

    private List<ImportManifest.Entry> entries(String where) throws IOException, InterruptedException {
        if (!ImportManifest.isAddress(where)) {
            return ImportManifest.read(Path.of(where));
        }
        if (ImportManifest.isManifest(where)) {
            String text =
                    asked("/manifest", Map.of("address", where)).at("/text").asString();
            return ImportManifest.parse(where, text);
        }
        List<String> objects = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = asked("/objects", Map.of("address", where, "after", after));
            page.at("/addresses").forEach(address -> objects.add(address.asString()));
            after = page.at("/after").asString("");
        } while (!after.isEmpty());
        return ImportManifest.of(where, objects);
    }

    private JsonNode asked(String path, Map<String, String> parameters) throws IOException, InterruptedException {
        ServiceClient.Answer answer = service.get(PATH + path + "?" + query(parameters));
        if (answer.status() != 200) {
            throw new IOException(answer.detail());
        }
        return answer.body();
    }

    private static int atOnce(CommandLine line) {
        String value = line.value("--at-once");
        if (value == null) {
            return AT_ONCE;
        }
        if (!value.matches("[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException("--at-once must be a number of calls, not '" + value + "'");
        }
        return Integer.parseInt(value);
    }

    private void give(ImportManifest.Entry entry) throws IOException, InterruptedException {
        String key = Call.keyOf(Submissions.IMPORTED, entry.callId());
        JsonNode before = stored(key);
        if (isFailed(before)) {
            failed.add(failure(entry.callId(), before));
            return;
        }
        if (isAnalyzed(before)) {
            known++;
            return;
        }
        if (before.isObject()) {
            underWay.put(key, entry.callId());
            return;
        }
        if (!entry.isElsewhere() && !Files.isRegularFile(Path.of(entry.recording()))) {
            failed.add("call %s: there is no file %s".formatted(entry.callId(), entry.recording()));
            return;
        }
        String call = PATH + "?" + query(entry.fields());
        ServiceClient.Answer taken = entry.isElsewhere()
                ? service.post(call + "&" + query(Map.of("recording_url", entry.recording())))
                : service.post(call, Path.of(entry.recording()));
        if (taken.status() == 202) {
            underWay.put(key, entry.callId());
        } else if (taken.status() == 503) {
            throw new IOException(
                    "%s; what was taken goes on, run the import again for the rest".formatted(taken.detail()));
        } else {
            failed.add("call %s: %s".formatted(entry.callId(), taken.detail()));
        }
    }

    private void look() throws IOException, InterruptedException {
        for (Map.Entry<String, String> each : List.copyOf(underWay.entrySet())) {
            JsonNode call = stored(each.getKey());
            if (isFailed(call)) {
                failed.add(failure(each.getValue(), call));
                underWay.remove(each.getKey());
            } else if (isAnalyzed(call)) {
                analyzed++;
                underWay.remove(each.getKey());
            }
        }
    }

    /** The call as the service shows it; an empty node while it does not. */
    private JsonNode stored(String key) throws IOException, InterruptedException {
        ServiceClient.Answer answer = service.get("/api/v1/calls/" + key);
        if (answer.status() != 200 && answer.status() != 404) {
            throw new IOException("the service cannot say how the calls get on: " + answer.detail());
        }
        return answer.status() == 200 ? answer.body() : MissingNode.getInstance();
    }

    private static boolean isAnalyzed(JsonNode call) {
        return call.at("/analysis").isObject();
    }

    private static boolean isFailed(JsonNode call) {
        return call.at("/summary/failedReason").isString();
    }

    private static String failure(String callId, JsonNode call) {
        return "call %s failed at %s: %s"
                .formatted(
                        callId,
                        call.at("/summary/failedStage").asString(),
                        call.at("/summary/failedReason").asString());
    }

    private static String query(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private String pace(long start, int left) {
        double seconds = (System.nanoTime() - start) / 1e9;
        int done = analyzed + failed.size();
        if (done == 0 || seconds < 1) {
            return "";
        }
        return ", %.1f calls/s, %s left".formatted(done / seconds, time((long) (left * seconds / done)));
    }

    private static String time(long seconds) {
        return seconds < 90 ? seconds + " s" : seconds < 5_400 ? seconds / 60 + " min" : seconds / 3_600 + " h";
    }
}
