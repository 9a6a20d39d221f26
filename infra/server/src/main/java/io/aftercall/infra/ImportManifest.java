package io.aftercall.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The recordings to be imported: all audio files under a folder, or those that a manifest names, JSON objects a line ({@code
 * .jsonl}) or a table with a first row of names ({@code .csv}). {@code file} is the recording's path beside the manifest; the
 * other fields are those of the import.
 */
final class ImportManifest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> FIELDS = Set.of(
            "call_id",
            "manager_id",
            "direction",
            "caller",
            "callee",
            "started_at",
            "answered_at",
            "ended_at",
            "duration_ms",
            "bill_ms",
            "customer_id",
            "presale_ticket_id",
            "content_mode",
            "tenant_code",
            "org_code");
    private static final Set<String> AUDIO =
            Set.of("wav", "mp3", "ogg", "oga", "opus", "flac", "m4a", "mp4", "webm", "amr");

    private ImportManifest() {}

    /** One recording and what is known of its call, {@code call_id} at least. */
    record Entry(Path file, Map<String, String> fields) {
        String callId() {
            return fields.getOrDefault("call_id", "");
        }
    }

    /** @throws IOException naming the line that cannot be read */
    static List<Entry> read(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return folder(path);
        }
        if (!Files.isRegularFile(path)) {
            throw new IOException("there is no folder or manifest " + path);
        }
        String name = path.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".jsonl")) {
            return lines(path);
        }
        if (name.endsWith(".csv")) {
            return table(path);
        }
        throw new IOException(path + " is neither a folder nor a manifest (.jsonl, .csv)");
    }

    private static List<Entry> folder(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> AUDIO.contains(extension(file)))
                    .sorted()
                    .map(file -> new Entry(file, Map.of("call_id", relative(folder, file))))
                    .toList();
        }
    }

    private static List<Entry> lines(Path manifest) throws IOException {
        List<Entry> entries = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(manifest)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            Map<String, String> fields = new LinkedHashMap<>();
            try {
                for (Map.Entry<String, JsonNode> field : JSON.readTree(line).properties()) {
                    if (field.getValue().isValueNode() && !field.getValue().isNull()) {
                        fields.put(field.getKey(), field.getValue().asString());
                    }
                }
            } catch (JacksonException e) {
                throw new IOException(
                        "%s line %d is no JSON object: %s".formatted(manifest, number, e.getOriginalMessage()));
            }
            entries.add(entry(manifest, number, fields));
        }
        return entries;
    }

    private static List<Entry> table(Path manifest) throws IOException {
        List<String> lines = Files.readAllLines(manifest);
        List<String> names = lines.isEmpty() ? List.of() : cells(lines.getFirst());
        List<Entry> entries = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            List<String> cells = cells(lines.get(i));
            if (cells.size() != names.size()) {
                throw new IOException("%s line %d has %d columns and not %d as its first row"
                        .formatted(manifest, i + 1, cells.size(), names.size()));
            }
            Map<String, String> fields = new LinkedHashMap<>();
            for (int column = 0; column < names.size(); column++) {
                if (!cells.get(column).isBlank()) {
                    fields.put(names.get(column), cells.get(column));
                }
            }
            entries.add(entry(manifest, i + 1, fields));
        }
        return entries;
    }

    /** RFC 4180, but for line breaks inside quotes. */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString().strip());
        return cells;
    }

    private static Entry entry(Path manifest, int line, Map<String, String> all) throws IOException {
        String file = all.get("file");
        if (file == null || file.isBlank()) {
            throw new IOException("%s line %d names no file".formatted(manifest, line));
        }
        Path folder = manifest.toAbsolutePath().getParent();
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("call_id", all.getOrDefault("id", file));
        all.forEach((name, value) -> {
            if (FIELDS.contains(name)) {
                fields.put(name, value);
            }
        });
        return new Entry(folder == null ? Path.of(file) : folder.resolve(file), fields);
    }

    private static String relative(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private static String extension(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
