package io.aftercall.infra.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the call-record API answers.
 *
 * @param emotion how the emotion API judges messages, and then whole conversations, one at a time, with a model that answers
 *     at once
 */
record ApiRun(int calls, int concurrent, double seedSeconds, List<Endpoint> endpoints, List<Question.Answers> emotion) {

    /** @param seconds for all requests together */
    record Endpoint(String name, int failed, double seconds, int requests, Percentiles answers) {
        double perSecond() {
            return requests / seconds;
        }
    }

    Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("calls", calls);
        map.put("concurrent", concurrent);
        map.put("seedSeconds", seedSeconds);
        Map<String, Object> each = new LinkedHashMap<>();
        for (Endpoint endpoint : endpoints) {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("failed", endpoint.failed);
            figures.put("requestsPerSecond", endpoint.perSecond());
            figures.put("answerMillis", endpoint.answers.asMap());
            each.put(endpoint.name, figures);
        }
        map.put("endpoints", each);
        map.put("analyzeEmotion", emotion.getFirst().asMap());
        map.put("analyzeEmotionOfConversations", emotion.getLast().asMap());
        return map;
    }

    void show(Table table) {
        table.head(
                "Call-record API, %d at the same time, over %d calls".formatted(concurrent, calls),
                "p50, ms",
                "p95, ms",
                "requests/s",
                "failed");
        for (Endpoint endpoint : endpoints) {
            table.row(
                    endpoint.name,
                    "%.1f".formatted(endpoint.answers.at(0.5)),
                    "%.1f".formatted(endpoint.answers.at(0.95)),
                    "%.0f".formatted(endpoint.perSecond()),
                    String.valueOf(endpoint.failed));
        }
        table.head("analyze-emotion, one at a time, model at once", "p50, ms", "p95, ms", "failed");
        show(table, "a message", emotion.getFirst());
        show(table, "a conversation", emotion.getLast());
    }

    private static void show(Table table, String text, Question.Answers answers) {
        table.row(
                text,
                "%.1f".formatted(answers.answers().at(0.5)),
                "%.1f".formatted(answers.answers().at(0.95)),
                String.valueOf(answers.failed()));
        table.row(
                "  of that not the model's",
                "%.1f".formatted(answers.own().at(0.5)),
                "%.1f".formatted(answers.own().at(0.95)));
    }
}
