package io.aftercall.infra.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What judging takes.
 *
 * @param atOnce the audit API with a model that answers at once, {@code slow} with one that takes 2 s
 */
record AnalyzeRun(Offline offline, Indexing indexing, Question.Answers atOnce, Question.Answers slow, Tokens tokens) {

    /** The offline engine alone: rubric, evidence, tags; nothing is stored. */
    record Offline(int calls, double seconds, double cpuMillis) {}

    /**
     * @param writes documents, of calls and of rounds
     * @param seconds through our index, {@code rawSeconds} the same documents by plain bulk requests
     */
    record Indexing(long writes, double seconds, double rawSeconds) {
        double ratio() {
            return rawSeconds / seconds;
        }
    }

    /** Of one call on average; the price is of a million. */
    record Tokens(
            double input,
            double output,
            @Nullable Double inputPrice,
            @Nullable Double outputPrice) {
        @Nullable Double costOfThousand() {
            return inputPrice == null || outputPrice == null
                    ? null
                    : (input * inputPrice + output * outputPrice) / 1000;
        }
    }

    Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("offlineCallsPerSecond", offline.calls / offline.seconds);
        map.put("offlineCpuMillisPerCall", offline.cpuMillis / offline.calls);
        map.put("indexWritesPerSecond", indexing.writes / indexing.seconds);
        map.put("rawBulkWritesPerSecond", indexing.writes / indexing.rawSeconds);
        map.put("shareOfRawBulk", indexing.ratio());
        map.put("auditModelAtOnce", atOnce.asMap());
        map.put("auditModelTwoSeconds", slow.asMap());
        map.put("tokensInPerCall", tokens.input);
        map.put("tokensOutPerCall", tokens.output);
        Double cost = tokens.costOfThousand();
        if (cost != null) {
            map.put("costOfThousandCalls", cost);
        }
        return map;
    }

    void show(Table table) {
        table.head("Judging offline", "");
        table.row("calls", String.valueOf(offline.calls));
        table.row("calls/s", number(offline.calls / offline.seconds));
        table.row("CPU ms per call", "%.2f".formatted(offline.cpuMillis / offline.calls));
        table.head("Indexing", "ours", "raw bulk");
        table.row("writes", String.valueOf(indexing.writes), String.valueOf(indexing.writes));
        table.row(
                "writes/s", number(indexing.writes / indexing.seconds), number(indexing.writes / indexing.rawSeconds));
        table.row("share of raw bulk", "%.3f".formatted(indexing.ratio()));
        table.head("Audit API, %d at the same time".formatted(atOnce.concurrent()), "model at once", "model in 2 s");
        table.row("requests", String.valueOf(atOnce.requests()), String.valueOf(slow.requests()));
        table.row("failed", String.valueOf(atOnce.failed()), String.valueOf(slow.failed()));
        for (double share : new double[] {0.5, 0.95}) {
            String name = "p%.0f, ms".formatted(share * 100);
            table.row(
                    "answer " + name,
                    number(atOnce.answers().at(share)),
                    number(slow.answers().at(share)));
            table.row(
                    "own part " + name,
                    number(atOnce.own().at(share)),
                    number(slow.own().at(share)));
        }
        table.head("Tokens per call", "");
        table.row("in", number(tokens.input));
        table.row("out", number(tokens.output));
        Double cost = tokens.costOfThousand();
        table.row("cost of 1,000 calls", cost == null ? "no price set" : String.format(Locale.ROOT, "%.2f", cost));
    }

    private static String number(double value) {
        return "%.1f".formatted(value);
    }
}
