package io.aftercall.infra.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks for calls as a person would, by the search API, but many in one question: calls of a run end a minute apart by the
 * dozen, so a window of time holds a known few hundred of them.
 */
final class Searcher {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int WINDOW = 400;
    private static final int PAGE = 500;
    /** Questions a look may cost; the search is part of the load it measures. */
    private static final int QUESTIONS = 3;

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;

    Searcher(String url) {
        this.url = url;
    }

    /** Marks those that are found by now; returns how many. */
    int look(List<PostedCall> calls) throws IOException, InterruptedException {
        int found = 0;
        int from = 0;
        for (int question = 0; question < QUESTIONS; question++) {
            while (from < calls.size()
                    && (calls.get(from).isFound() || !calls.get(from).isPosted())) {
                from++;
            }
            if (from == calls.size()) {
                return found;
            }
            int to = Math.min(calls.size(), from + WINDOW);
            found += mark(calls.subList(from, to));
            from = to;
        }
        return found;
    }

    /** How many documents the index has of these calls: more than calls when one is there twice. */
    long documents(List<PostedCall> calls) throws IOException, InterruptedException {
        long documents = 0;
        for (int from = 0; from < calls.size(); from += WINDOW) {
            List<PostedCall> window = calls.subList(from, Math.min(calls.size(), from + WINDOW));
            Set<String> here = window.stream().map(PostedCall::key).collect(Collectors.toSet());
            for (JsonNode row : ask(window).path("calls")) {
                documents += here.contains(row.path("callKey").asString("")) ? 1 : 0;
            }
        }
        return documents;
    }

    private int mark(List<PostedCall> calls) throws IOException, InterruptedException {
        Map<String, PostedCall> missing = new HashMap<>();
        for (PostedCall call : calls) {
            if (!call.isFound() && call.isPosted()) {
                missing.put(call.key(), call);
            }
        }
        int found = 0;
        JsonNode rows = ask(calls).path("calls");
        long now = System.nanoTime();
        for (JsonNode row : rows) {
            PostedCall call = missing.get(row.path("callKey").asString(""));
            String state = row.path("state").asString("");
            if (call != null && List.of("analyzed", "reminded", "failed").contains(state)) {
                call.found(now, state.equals("failed"));
                found++;
            }
        }
        return found;
    }

    private JsonNode ask(List<PostedCall> calls) throws IOException, InterruptedException {
        Instant newest = calls.getFirst().hangUp().endedAt();
        // Some telephony tells times to the second only, so a call can be stored as up to a second older than it is.
        Instant oldest = calls.getLast().hangUp().endedAt().minusSeconds(1);
        URI question =
                URI.create("%s/api/v1/calls?from=%s&to=%s&size=%d".formatted(url, oldest, newest.plusSeconds(1), PAGE));
        HttpRequest request =
                HttpRequest.newBuilder(question).timeout(Duration.ofSeconds(30)).build();
        HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() == 503) {
            // The index is busy; looked again with the next look.
            return JSON.createObjectNode();
        }
        if (answer.statusCode() != 200) {
            throw new IOException("%s: HTTP %d".formatted(question, answer.statusCode()));
        }
        return JSON.readTree(answer.body());
    }
}
