package io.aftercall.simulator.calls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A folder with {@code manifest.jsonl}, the recordings it names and, if there are any, their scripts. */
public record CallsFolder(Path path, List<SampleCall> calls) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Reads the manifest; a missing recording, script or field is an {@link IOException} naming the line. */
    public static CallsFolder read(Path folder) throws IOException {
        Path manifest = folder.resolve("manifest.jsonl");
        List<SampleCall> calls = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(manifest)) {
            number++;
            if (!line.isBlank()) {
                calls.add(call(folder, line, manifest + ":" + number));
            }
        }
        return new CallsFolder(folder, List.copyOf(calls));
    }

    private static SampleCall call(Path folder, String line, String where) throws IOException {
        try {
            JsonNode entry = JSON.readTree(line);
            Path file = existing(folder, entry.required("file").asString(), where);
            String scriptName = text(entry, "script");
            JsonNode script =
                    scriptName == null ? JSON.createObjectNode() : JSON.readTree(existing(folder, scriptName, where));
            String name = String.valueOf(file.getFileName());
            String id = text(entry, "id");
            String agent = text(entry, "agent");
            return new SampleCall(
                    id != null ? id : name.replaceFirst("\\.[^.]*$", ""),
                    file,
                    entry.required("lang").asString(),
                    text(entry, "transcript"),
                    agent != null ? agent : script.path("agent").asString("m-unknown"),
                    "robot".equals(text(entry, "via")),
                    text(entry, "caller"),
                    text(entry, "callee"),
                    text(entry, "customer_id"),
                    text(entry, "direction"),
                    turns(script.path("turns")),
                    script.path("judgement").isObject() ? script.path("judgement") : null);
        } catch (JacksonException e) {
            throw new IOException(where + ": " + e.getOriginalMessage(), e);
        }
    }

    private static List<Turn> turns(JsonNode turns) {
        return turns.valueStream()
                .map(turn -> new Turn(
                        turn.path("speaker").asString("unknown"),
                        turn.path("channel").asInt(0),
                        turn.required("start_ms").asInt(),
                        turn.required("end_ms").asInt(),
                        turn.required("text").asString()))
                .toList();
    }

    private static Path existing(Path folder, String name, String where) throws IOException {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder.normalize()) || !Files.isRegularFile(file)) {
            throw new IOException(where + ": no file " + name + " in the folder");
        }
        return file;
    }

    private static @Nullable String text(JsonNode entry, String field) {
        JsonNode value = entry.path(field);
        return value.isString() ? value.asString() : null;
    }
}
