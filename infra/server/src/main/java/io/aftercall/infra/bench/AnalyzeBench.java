package io.aftercall.infra.bench;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.util.BinaryData;
import io.aftercall.analyze.Analyst;
import io.aftercall.analyze.AnalyzeConfiguration;
import io.aftercall.analyze.CallAnalyzed;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.CallIndexConfiguration;
import io.aftercall.embedded.EmbeddedElasticsearch;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.simulator.Dialogues;
import io.aftercall.transcribe.CallTranscribed;
import io.aftercall.transcribe.Transcript;
import io.aftercall.transcribe.WrittenDialogue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Judging without the rest of the line: the offline engine, the index, and the audit API with the model's time known. */
final class AnalyzeBench {
    private static final int CONCURRENT = 50;
    private static final int SLOW_MILLIS = 2_000;
    private static final int WARM_UP = 300;
    private static final int BATCH = 200;
    private static final int REPEATS = 3;
    private static final int PAGE = 1_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final BenchOptions options;
    private final Dialogues dialogues;
    private final Map<String, String> environment;

    private AnalyzeBench(BenchOptions options, Dialogues dialogues, Map<String, String> environment) {
        this.options = options;
        this.dialogues = dialogues;
        this.environment = environment;
    }

    /** @param environment where the model's prices may stand, as for the service itself */
    static AnalyzeRun run(BenchOptions options, Map<String, String> environment, Path home)
            throws IOException, InterruptedException {
        AnalyzeBench bench =
                new AnalyzeBench(options, Dialogues.of(Path.of(System.getProperty("aftercall.samples"))), environment);
        try (AnnotationConfigApplicationContext context = bench.context()) {
            Analyst analyst = context.getBean(Analyst.class);
            AnalyzeRun.Offline offline = bench.offline(analyst);
            AnalyzeRun.Indexing indexing = bench.indexing(analyst, home.resolve("elasticsearch"));
            AtomicLong[] tokens = {new AtomicLong(), new AtomicLong()};
            int requests = Math.min(1_000, options.calls());
            AnalyzeRun.Audit atOnce = bench.audit(home.resolve("at-once"), 0, requests, tokens);
            AnalyzeRun.Audit slow = bench.audit(home.resolve("slow"), SLOW_MILLIS, requests / 2, tokens);
            double judged = requests + requests / 2.0 - atOnce.failed() - slow.failed();
            return new AnalyzeRun(
                    offline,
                    indexing,
                    atOnce,
                    slow,
                    new AnalyzeRun.Tokens(
                            tokens[0].get() / judged,
                            tokens[1].get() / judged,
                            bench.price("INPUT"),
                            bench.price("OUTPUT")));
        }
    }

    private @Nullable Double price(String of) {
        String price = environment.get("AFTERCALL_ANALYZE_PRICE_" + of);
        return price == null || price.isBlank() ? null : Double.valueOf(price);
    }

    /** The stage with nothing around it: no model, and a folder that keeps nothing. */
    private AnnotationConfigApplicationContext context() {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(Gate.class, () -> Gate.OPEN);
        context.registerBean(
                "bucketDependency", Dependency.class, () -> new Dependency(Dependency.Kind.BUCKET, "none"));
        context.registerBean("modelDependency", Dependency.class, () -> new Dependency(Dependency.Kind.MODEL, "none"));
        context.register(AnalyzeConfiguration.class);
        // In the place of the one in a bucket.
        context.registerBean("callFolder", CallFolder.class, NoFolder::new);
        context.refresh();
        return context;
    }

    private CallTranscribed said(String run, int n) {
        Instant at = Instant.now();
        Transcript transcript = WrittenDialogue.transcript(dialogues.text(run, n), run + n, at);
        String id = run + "-" + n;
        Call call = new Call(
                Call.keyOf("generic", id),
                "generic",
                id,
                "m-" + n % 40,
                null,
                null,
                null,
                new Call.Timing(null, null, at, null, null),
                Call.Ending.UNKNOWN,
                Call.References.NONE);
        return new CallTranscribed(call, null, transcript, at);
    }

    private AnalyzeRun.Offline offline(Analyst analyst) throws IOException {
        for (int n = 0; n < WARM_UP; n++) {
            analyst.analyze(said("warm-up", n));
        }
        List<CallTranscribed> calls = new ArrayList<>();
        for (int n = 0; n < options.calls(); n++) {
            calls.add(said("offline", n));
        }
        long pid = ProcessHandle.current().pid();
        long cpu = Usage.of(pid).cpuMillis();
        long start = System.nanoTime();
        calls.forEach(analyst::analyze);
        double seconds = (System.nanoTime() - start) / 1e9;
        return new AnalyzeRun.Offline(calls.size(), seconds, Usage.of(pid).cpuMillis() - cpu);
    }

    /** Ours and raw in turn, each time into empty indices; the same documents both ways. */
    private AnalyzeRun.Indexing indexing(Analyst analyst, Path home) throws IOException {
        List<CallDocument> calls = new ArrayList<>();
        for (int n = 0; n < options.calls(); n++) {
            CallTranscribed said = said("index", n);
            CallAnalyzed judged = analyst.analyze(said);
            calls.add(CallDocument.of(said).merge(CallDocument.of(judged)));
        }
        try (EmbeddedElasticsearch node = EmbeddedElasticsearch.start(home);
                ElasticsearchClient client =
                        ElasticsearchClient.of(c -> c.host(node.url().toString()))) {
            CallIndex ours = index(client, "ours-");
            CallIndex raw = index(client, "raw-");
            ours.clear();
            write(ours, calls);
            List<Stored> stored = stored(client);
            double seconds = 0;
            double rawSeconds = 0;
            // The first turn only warms both up.
            for (int turn = 0; turn <= REPEATS; turn++) {
                ours.clear();
                double its = write(ours, calls);
                raw.clear();
                double others = bulk(client, stored, stored.size() * BATCH / calls.size());
                seconds += turn == 0 ? 0 : its;
                rawSeconds += turn == 0 ? 0 : others;
            }
            return new AnalyzeRun.Indexing((long) REPEATS * stored.size(), seconds, rawSeconds);
        }
    }

    private static CallIndex index(ElasticsearchClient client, String prefix) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("bench", Map.of("aftercall.index.prefix", prefix)));
        context.registerBean(Gate.class, () -> Gate.OPEN);
        context.registerBean("indexDependency", Dependency.class, () -> new Dependency(Dependency.Kind.INDEX, "bench"));
        // Whoever has made the client closes it.
        context.registerBean(
                "client", ElasticsearchClient.class, () -> client, definition -> definition.setDestroyMethodName(""));
        context.register(CallIndexConfiguration.class);
        context.refresh();
        return context.getBean(CallIndex.class);
    }

    private static double write(CallIndex index, List<CallDocument> calls) throws IOException {
        long start = System.nanoTime();
        for (int from = 0; from < calls.size(); from += BATCH) {
            Collection<?> refused = index.merge(calls.subList(from, Math.min(calls.size(), from + BATCH)))
                    .values();
            if (!refused.isEmpty()) {
                throw new IOException("the index refused " + refused);
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private record Stored(String index, String id, BinaryData source) {}

    private static List<Stored> stored(ElasticsearchClient client) throws IOException {
        List<Stored> stored = new ArrayList<>();
        addStored(stored, client, "calls", List.of("callKey"));
        addStored(stored, client, "rounds", List.of("callKey", "round"));
        return stored;
    }

    private static void addStored(List<Stored> stored, ElasticsearchClient client, String kind, List<String> order)
            throws IOException {
        client.indices().refresh(refresh -> refresh.index("ours-" + kind));
        List<SortOptions> sort = order.stream()
                .map(field -> SortOptions.of(by -> by.field(f -> f.field(field))))
                .toList();
        List<FieldValue> after = List.of();
        while (true) {
            List<FieldValue> last = after;
            List<Hit<BinaryData>> hits = client.search(
                            search -> last.isEmpty()
                                    ? search.index("ours-" + kind).size(PAGE).sort(sort)
                                    : search.index("ours-" + kind)
                                            .size(PAGE)
                                            .sort(sort)
                                            .searchAfter(last),
                            BinaryData.class)
                    .hits()
                    .hits();
            if (hits.isEmpty()) {
                return;
            }
            hits.forEach(hit -> stored.add(
                    new Stored("raw-" + kind, Objects.requireNonNull(hit.id()), Objects.requireNonNull(hit.source()))));
            after = hits.getLast().sort();
        }
    }

    private static double bulk(ElasticsearchClient client, List<Stored> documents, int batch) throws IOException {
        long start = System.nanoTime();
        for (int from = 0; from < documents.size(); from += batch) {
            BulkRequest.Builder bulk = new BulkRequest.Builder();
            for (Stored each : documents.subList(from, Math.min(documents.size(), from + batch))) {
                bulk.operations(op ->
                        op.index(index -> index.index(each.index).id(each.id).document(each.source)));
            }
            if (client.bulk(bulk.build()).errors()) {
                throw new IOException("a raw bulk request was refused");
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private AnalyzeRun.Audit audit(Path home, int modelMillis, int requests, AtomicLong[] tokens)
            throws IOException, InterruptedException {
        Path lineHome = Files.createDirectories(home.resolve("home"));
        try (StandIns standIns = StandIns.answeringIn(home, options.seed(), modelMillis);
                JavaChild line = JavaChild.start(lineHome, List.of(), words(standIns))) {
            URI target = URI.create(line.said(Pattern.compile("Aftercall is up at (http://\\S+)")) + "/analyze_call");
            post(
                    target,
                    "warm-up",
                    WARM_UP,
                    new AtomicLong[] {new AtomicLong(), new AtomicLong()},
                    new AtomicInteger());
            standIns.forget();
            AtomicInteger failed = new AtomicInteger();
            List<Double> answers = post(target, "audit", requests, tokens, failed);
            List<Double> model = standIns.counts().latencies(StandIns.MODEL).stream()
                    .map(Long::doubleValue)
                    .toList();
            return new AnalyzeRun.Audit(
                    requests, CONCURRENT, failed.get(), Percentiles.of(answers), Percentiles.of(model));
        }
    }

    private static List<String> words(StandIns standIns) {
        return List.of(
                "up",
                "--port=0",
                "--aftercall.openai.base-url=" + standIns.openAiUrl(),
                "--aftercall.openai.api-key=simulated",
                "--aftercall.notify.chat-url=" + standIns.chatUrl());
    }

    private List<Double> post(URI target, String run, int requests, AtomicLong[] tokens, AtomicInteger failed)
            throws InterruptedException {
        List<Double> answers = Collections.synchronizedList(new ArrayList<>());
        Semaphore places = new Semaphore(CONCURRENT);
        try (HttpClient client = HttpClient.newHttpClient();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < requests; n++) {
                byte[] body = JSON.writeValueAsBytes(
                        Map.of("dialog_text", dialogues.text(run, n), "content_mode", "Dialogue"));
                places.acquire();
                threads.execute(() -> {
                    long start = System.nanoTime();
                    try {
                        HttpResponse<byte[]> answer = client.send(
                                HttpRequest.newBuilder(target)
                                        .header("Content-Type", "application/json")
                                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                        .build(),
                                HttpResponse.BodyHandlers.ofByteArray());
                        answers.add((System.nanoTime() - start) / 1e6);
                        if (answer.statusCode() != 200 || !count(answer.body(), tokens)) {
                            failed.incrementAndGet();
                        }
                    } catch (IOException e) {
                        failed.incrementAndGet();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        places.release();
                    }
                });
            }
        }
        return answers;
    }

    /** False when no model has judged it. */
    private static boolean count(byte[] answer, AtomicLong[] tokens) {
        JsonNode usage = JSON.readTree(answer).at("/raw_model_output/0/usage");
        tokens[0].addAndGet(usage.at("/prompt_tokens").asLong(0));
        tokens[1].addAndGet(usage.at("/completion_tokens").asLong(0));
        return !usage.isMissingNode();
    }
}
