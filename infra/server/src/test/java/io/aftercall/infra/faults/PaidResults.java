package io.aftercall.infra.faults;

import io.aftercall.ingest.CallJson;
import io.aftercall.simulator.Stats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which paid requests there were, and which of them asked for what was already stored. An answer kept in a call folder has
 * an id that names the request's input, by which the two are joined; every call has inputs of its own.
 *
 * @param requests paid for
 * @param stored results kept in call folders
 * @param repeated "object: when", for each request that came in after its result had been stored
 */
record PaidResults(int requests, int stored, List<String> repeated) {
    private static final Set<String> KINDS = Set.of("speech", "judgements");

    static PaidResults of(Stats stats, Path buckets, S3Front s3) throws IOException {
        Map<String, String> inputs = new HashMap<>();
        int requests = 0;
        for (String endpoint : List.of("/v1/audio/transcriptions", "/v1/chat/completions")) {
            for (Map.Entry<String, Integer> input : stats.paidByInput(endpoint).entrySet()) {
                inputs.put(input.getKey().substring(0, 24), input.getKey());
                requests += input.getValue();
            }
        }
        Map<String, String> objects = new HashMap<>();
        List<String> repeated = new ArrayList<>();
        for (Path file : files(buckets)) {
            String object = "/" + buckets.relativize(file);
            String id = CallJson.mapper()
                    .readTree(Files.readAllBytes(file))
                    .path("id")
                    .asString("");
            String input = inputs.get(id.replaceFirst("^[a-z]+-", ""));
            if (input == null) {
                throw new IOException(object + " holds an answer nobody gave: '" + id + "'");
            }
            String other = objects.put(input, object);
            if (other != null) {
                throw new IOException("the same was asked for " + object + " and for " + other);
            }
            Instant since = Objects.requireNonNull(s3.storedAt(object), object);
            stats.paidAt(input).stream().filter(since::isBefore).forEach(at -> repeated.add(object + ": " + at));
        }
        return new PaidResults(requests, objects.size(), repeated);
    }

    private static List<Path> files(Path buckets) throws IOException {
        try (Stream<Path> all = Files.walk(buckets)) {
            return all.filter(file ->
                            KINDS.contains(String.valueOf(file.getParent().getFileName())))
                    .filter(Files::isRegularFile)
                    .toList();
        }
    }
}
