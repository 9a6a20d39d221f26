package io.aftercall.ingest.webhook;

import io.aftercall.ingest.CallJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A notification as a telephony system sends it, signed: {@code golden/<system>/<name>.http} has the request's line, its headers,
 * an empty line and the body, and {@code <name>.json} our answer and the facts.
 */
public record Golden(Path file, String path, Map<String, String> headers, String body) {
    /** The secrets they are signed with, below {@code aftercall.telephony}. */
    public static final Map<String, String> SECRETS = DialectWebhookTest.ON;

    /** Of the two webhooks that nobody signs for. */
    public static final String TOKEN = "t0ken";

    public static List<Golden> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Golden> all = new ArrayList<>();
            for (Path file : files.filter(file -> file.toString().endsWith(".http"))
                    .sorted()
                    .toList()) {
                all.add(read(file));
            }
            return all;
        }
    }

    private static Golden read(Path file) throws IOException {
        String[] halves = Files.readString(file).split("\n\n", 2);
        String[] head = halves[0].split("\n");
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : Arrays.copyOfRange(head, 1, head.length)) {
            String[] header = line.split(": ", 2);
            headers.put(header[0], header[1]);
        }
        return new Golden(file, head[0].substring("POST ".length()), headers, halves[1].strip());
    }

    public String system() {
        return String.valueOf(file.getParent().getFileName());
    }

    public JsonNode expected() {
        return CallJson.mapper()
                .readTree(file.resolveSibling(file.getFileName().toString().replaceFirst("\\.http$", ".json"))
                        .toFile());
    }

    Golden unsigned() {
        Map<String, String> bare = new LinkedHashMap<>(headers);
        bare.keySet().removeIf(name -> name.equals("Authorization") || name.endsWith("Signature"));
        return new Golden(
                file, path.replace("token=", "taken="), bare, body.replaceFirst("(?<=&sign=)[0-9a-f]{8}", "00000000"));
    }

    Golden cut(int characters) {
        return new Golden(file, path, headers, body.substring(0, characters));
    }

    @Override
    public String toString() {
        return system() + "/" + file.getFileName();
    }
}
