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
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The recordings to be imported: all audio files under a folder, or those that a manifest names, JSON objects a line ({@code
 * .jsonl}) or a table with a first row of names ({@code .csv}). {@code file} is the recording's path beside the manifest, or its
 * address ({@code https://...}, {@code s3://bucket/key}); the other fields are those of the import. Folder and manifest may lie in a
 * bucket.
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

    private static final Set<String> MANIFESTS = Set.of("jsonl", "csv");

    private final String manifest;
    private final UnaryOperator<String> beside;

    /** @param beside where a file lies that the manifest names without an address */
    private ImportManifest(String manifest, UnaryOperator<String> beside) {
        this.manifest = manifest;
        this.beside = beside;
    }

    /**
     * One recording and what is known of its call, {@code call_id} at least.
     *
     * @param recording a path here, or an address
     */
    record Entry(String recording, Map<String, String> fields) {
        boolean isElsewhere() {
            return isAddress(recording);
        }

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
        if (!isManifest(path.toString())) {
            throw new IOException(path + " is neither a folder nor a manifest (.jsonl, .csv)");
        }
        Path folder = path.toAbsolutePath().getParent();
        return new ImportManifest(
                        path.toString(),
                        file -> folder == null ? file : folder.resolve(file).toString())
                .entries(Files.readString(path));
    }

    /** @param address of the manifest in a bucket, {@code s3://bucket/key} */
    static List<Entry> parse(String address, String text) throws IOException {
        String folder = address.substring(0, address.lastIndexOf('/') + 1);
        return new ImportManifest(address, file -> folder + file).entries(text);
    }

    /** The recordings among a bucket's objects, all of which begin with {@code address}. */
    static List<Entry> of(String address, List<String> objects) {
        String folder = address.substring(0, address.lastIndexOf('/') + 1);
        return objects.stream()
                .filter(object -> AUDIO.contains(extension(object)))
                .map(object -> new Entry(object, Map.of("call_id", object.substring(folder.length()))))
                .toList();
    }

    static boolean isAddress(String recording) {
        return recording.matches("(?i)(https?|s3)://.+");
    }

    static boolean isManifest(String name) {
        return MANIFESTS.contains(extension(name));
    }

    private List<Entry> entries(String text) throws IOException {
        return extension(manifest).equals("csv") ? table(text) : lines(text);
    }

    private static List<Entry> folder(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> AUDIO.contains(extension(file.toString())))
                    .sorted()
                    .map(file -> new Entry(file.toString(), Map.of("call_id", relative(folder, file))))
                    .toList();
        }
    }

    private List<Entry> lines(String text) throws IOException {
        List<Entry> entries = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
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
            entries.add(entry(number, fields));
        }
        return entries;
    }

    private List<Entry> table(String text) throws IOException {
        List<String> lines = text.lines().toList();
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
            entries.add(entry(i + 1, fields));
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

    private Entry entry(int line, Map<String, String> all) throws IOException {
        String file = all.get("file");
        if (file == null || file.isBlank()) {
            throw new IOException("%s line %d names no file".formatted(manifest, line));
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("call_id", all.getOrDefault("id", file));
        all.forEach((name, value) -> {
            if (FIELDS.contains(name)) {
                fields.put(name, value);
            }
        });
        return new Entry(isAddress(file) ? file : beside.apply(file), fields);
    }

    private static String relative(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
