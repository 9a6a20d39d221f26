package io.aftercall.infra.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallAnalyzed;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.embedded.EmbeddedElasticsearch;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.simulator.Dialogues;
import io.aftercall.transcribe.CallTranscribed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/** The call-record API over many calls, each of its reads in turn from many clients at once; and the emotion API's own part. */
final class ApiBench {
    private static final int CONCURRENT = 50;
    private static final int REQUESTS = 3_000;
    /** Of each endpoint before any is measured, until the JVMs have compiled what is asked of them again and again. */
    private static final int WARM_UP = 8_000;

    private static final int TEXTS = 1_000;
    private static final int TEXTS_TO_WARM_UP = 3_000;
    /** The second compiler is not done sooner with what one text at a time goes through, however many came together before. */
    private static final int TEXTS_BEFORE = 12_000;

    private static final String CONVERSATION = "conversation";
    /** Different conversations; telling more of them apart would measure the offline engine. */
    private static final int CONVERSATIONS = 200;

    private static final int CALLS_PER_TASK = 4_000;
    private static final int NUMBERS_PER_TASK = 3_000;
    private static final int PAGE = 15;
    private static final int SEED_BATCH = 1_000;
    private static final int MOST_ATTEMPTS = 30;
    private static final Instant NEWEST = Instant.parse("2026-03-01T00:00:00Z");

    private final int calls;
    private final int tasks;
    private final List<CallDocument> conversations;

    private ApiBench(int calls, List<CallDocument> conversations) {
        this.calls = calls;
        this.tasks = Math.max(1, calls / CALLS_PER_TASK);
        this.conversations = conversations;
    }

    static ApiRun run(BenchOptions options, Map<String, String> environment, Path home)
            throws IOException, InterruptedException {
        List<Question.Answers> emotion = emotion(options, home.resolve("emotion"));
        ApiBench bench = new ApiBench(options.apiCalls(), AnalyzeBench.judged(options, environment, CONVERSATIONS));
        try (EmbeddedElasticsearch node = EmbeddedElasticsearch.start(home.resolve("elasticsearch"))) {
            double seconds = bench.seed(node.url());
            Path lineHome = Files.createDirectories(home.resolve("home"));
            List<String> words = List.of(
                    "up", "--port=0", "--aftercall.elasticsearch.url=" + node.url(), "--aftercall.index.prefix=");
            try (JavaChild line = JavaChild.start(lineHome, List.of(), words)) {
                String url = line.said(Pattern.compile("Aftercall is up at (http://\\S+)"));
                return new ApiRun(bench.calls, CONCURRENT, seconds, bench.ask(url), emotion);
            }
        }
    }

    /**
     * The emotion API's judging of one text, which nobody else waits beside: what the API itself takes over messages, and over
     * whole conversations.
     */
    private static List<Question.Answers> emotion(BenchOptions options, Path home)
            throws IOException, InterruptedException {
        Dialogues dialogues = Dialogues.of(Path.of(System.getProperty("aftercall.samples")));
        Question emotion = new Question(
                "/api/v1/presale/ai/analyze-emotion",
                1,
                TEXTS_TO_WARM_UP,
                TEXTS_BEFORE,
                (run, n) -> Map.of(
                        "presale_ticket_id",
                        1 + n,
                        "customer_id",
                        1 + n,
                        "communication_content",
                        run.startsWith(CONVERSATION) ? dialogues.text(run, n) : dialogues.message(run, n)),
                answer -> new String(answer, UTF_8).contains("\"sentiment\":"));
        return emotion.ask(options, home, 0, TEXTS, List.of("message", CONVERSATION));
    }

    private double seed(URI elasticsearch) throws IOException, InterruptedException {
        try (ElasticsearchClient writer = ElasticsearchClient.of(c -> c.host(elasticsearch.toString()))) {
            CallIndex index = IndexBench.index(writer, "");
            double seconds = 0;
            for (int from = 0; from < calls; from += SEED_BATCH) {
                List<CallDocument> batch = new ArrayList<>();
                for (int i = from; i < Math.min(calls, from + SEED_BATCH); i++) {
                    batch.add(call(i));
                }
                seconds += written(index, batch);
            }
            writer.indices().refresh(refresh -> refresh.index("calls", "numbers"));
            return seconds;
        }
    }

    /** A node that has to make room first is given the time. */
    private static double written(CallIndex index, List<CallDocument> batch) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return IndexBench.write(index, batch);
            } catch (TransientFailure e) {
                if (attempt == MOST_ATTEMPTS) {
                    throw e;
                }
                Thread.sleep(1_000);
            }
        }
    }

    private CallDocument call(int i) {
        CallDocument said = conversations.get(i % conversations.size());
        CallAnalysis analysis = Objects.requireNonNull(said.analysis());
        Instant ended = NEWEST.minusSeconds(i * 10L);
        Call call = new Call(
                key(i),
                "robot",
                "bench-" + i,
                null,
                Call.Direction.OUTBOUND,
                "300708",
                "186%08d".formatted(51_000_000 + i / tasks % NUMBERS_PER_TASK),
                new Call.Timing(ended.minusSeconds(70), ended.minusSeconds(60), ended, 70_000L, 60_000L),
                new Call.Ending("NORMAL_CLEARING", "customer"),
                new Call.References(task(i), null, null, null, null, null));
        return CallDocument.of(new CallHungUp(call, null, ended, Map.of()))
                .merge(CallDocument.of(new CallTranscribed(call, null, said.transcript(), ended)))
                .merge(CallDocument.of(new CallAnalyzed(call, analysis, ended)));
    }

    private static String key(int i) {
        return Call.keyOf("robot", "bench-" + i);
    }

    private String task(int i) {
        return "task-" + i % tasks;
    }

    private List<ApiRun.Endpoint> ask(String url) throws InterruptedException {
        Map<String, IntFunction<String>> endpoints = endpoints(url);
        try (Clients clients = new Clients(CONCURRENT)) {
            for (IntFunction<String> address : endpoints.values()) {
                clients.ask(WARM_UP, n -> get(address.apply(REQUESTS + n)), answer -> true);
            }
            List<ApiRun.Endpoint> asked = new ArrayList<>();
            for (Map.Entry<String, IntFunction<String>> endpoint : endpoints.entrySet()) {
                Clients.Answered answered =
                        clients.ask(REQUESTS, n -> get(endpoint.getValue().apply(n)), answer -> true);
                asked.add(new ApiRun.Endpoint(
                        endpoint.getKey(),
                        answered.failed(),
                        answered.seconds(),
                        REQUESTS,
                        Percentiles.of(answered.millis())));
            }
            return asked;
        }
    }

    /** The address of each endpoint's {@code n}th request. */
    private Map<String, IntFunction<String>> endpoints(String url) {
        int pages = Math.max(1, calls / tasks / PAGE);
        int numberPages = Math.max(1, Math.min(calls / tasks, NUMBERS_PER_TASK) / PAGE);
        String records = url + "/v1/task/record?task_id=";
        String numbers = url + "/v1/task/number?task_id=";
        Map<String, IntFunction<String>> endpoints = new LinkedHashMap<>();
        endpoints.put("task/record, first page", n -> records + task(n));
        endpoints.put("task/record, any page", n -> records + task(n) + "&page=" + (1 + n * 7 % pages));
        endpoints.put("task/record, level and tag", n -> records + task(n) + "&levels=A,B&rounds=1-&tags=price");
        endpoints.put("task/number, any page", n -> numbers + task(n) + "&page=" + (1 + n * 7 % numberPages));
        endpoints.put("task/number, with calls", n -> numbers + task(n) + "&call_history=1&status=1");
        endpoints.put("record", n -> url + "/v1/record/" + key(n * 13 % calls));
        endpoints.put("record_info", n -> "%s/v1/task/record_info/%s/%s"
                .formatted(url, task(n * 13 % calls), key(n * 13 % calls)));
        endpoints.put("record_level", n -> url + "/v1/setting/record_level");
        endpoints.put("usable_tags", n -> url + "/v1/tag/usable_tags");
        return endpoints;
    }

    private static HttpRequest get(String address) {
        return HttpRequest.newBuilder(URI.create(address)).build();
    }
}
