package io.aftercall.infra.faults;

import io.aftercall.analyze.CallDocument;
import io.aftercall.ingest.CallJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What the index holds, asked over plain HTTP as anybody could. */
record IndexedCalls(URI elasticsearch) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int PAGE = 500;

    /** Calls that are judged or failed. */
    int ended() throws IOException, InterruptedException {
        return count("calls", """
                {"bool": {"should": [{"exists": {"field": "analyzedAt"}}, {"exists": {"field": "failedStage"}}]}}""");
    }

    int rounds() throws IOException, InterruptedException {
        return count("rounds", "{\"match_all\": {}}");
    }

    int reminders() throws IOException, InterruptedException {
        return count("reminders", "{\"match_all\": {}}");
    }

    int pendingReminders() throws IOException, InterruptedException {
        return count("reminders", "{\"term\": {\"state\": \"PENDING\"}}");
    }

    private int count(String index, String query) throws IOException, InterruptedException {
        send("/" + index + "/_refresh", "");
        return send("/" + index + "/_count", "{\"query\": " + query + "}")
                .path("count")
                .asInt();
    }

    /** Every document there is, one for each hit: a call that is there twice comes twice. */
    List<CallDocument> all() throws IOException, InterruptedException {
        List<CallDocument> all = new ArrayList<>();
        String after = "";
        do {
            JsonNode hits = send("/calls/_search", """
                            {"size": %d, "_source": "document", "sort": ["callKey", "hungUpAt"] %s}""".formatted(PAGE, after))
                    .path("hits")
                    .path("hits");
            for (JsonNode hit : hits) {
                byte[] document = CallJson.write(hit.path("_source").path("document"));
                all.add(CallJson.read(document, CallDocument.class));
                after = ", \"search_after\": " + hit.path("sort");
            }
            after = hits.size() < PAGE ? "" : after;
        } while (!after.isEmpty());
        return all;
    }

    private JsonNode send(String path, String body) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = HTTP.send(
                HttpRequest.newBuilder(elasticsearch.resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException(path + " answered " + answer.statusCode() + ": "
                    + new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
        }
        return CallJson.mapper().readTree(answer.body());
    }
}
