package io.aftercall.infra.bench;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.util.BinaryData;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.CallIndexConfiguration;
import io.aftercall.embedded.EmbeddedElasticsearch;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Our index against plain bulk requests with the very same documents. */
final class IndexBench {
    private static final int BATCH = 200;

    /** Given to the index at once, as the line does at most when it has much to catch up with: two batches. */
    private static final int AT_ONCE = 400;

    private static final int REQUESTS_AT_ONCE = 2;

    /** As the index asks for it. */
    private static final String ANSWER = "took,errors,items.*._index,items.*.status,items.*.error";

    /** Turns until both JVMs have compiled what is asked of them again and again, and those that are counted. */
    private static final int WARM_UP = 6;

    private static final int REPEATS = 6;
    private static final int PAGE = 1_000;

    private IndexBench() {}

    /** Ours and raw in turn, each time into empty indices; the same documents both ways. */
    static AnalyzeRun.Indexing run(List<CallDocument> calls, Path home) throws IOException {
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
            for (int turn = 0; turn < WARM_UP + REPEATS; turn++) {
                ours.clear();
                double its = write(ours, calls);
                raw.clear();
                double others = bulk(client, stored, stored.size() * BATCH / calls.size());
                seconds += turn < WARM_UP ? 0 : its;
                rawSeconds += turn < WARM_UP ? 0 : others;
            }
            return new AnalyzeRun.Indexing((long) REPEATS * stored.size(), seconds, rawSeconds);
        }
    }

    static CallIndex index(ElasticsearchClient client, String prefix) {
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

    static double write(CallIndex index, List<CallDocument> calls) throws IOException {
        long start = System.nanoTime();
        for (int from = 0; from < calls.size(); from += AT_ONCE) {
            Collection<?> refused = index.merge(calls.subList(from, Math.min(calls.size(), from + AT_ONCE)))
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

    /** As many requests under way as the index has. */
    private static double bulk(ElasticsearchClient any, List<Stored> documents, int batch) throws IOException {
        ElasticsearchClient client = any.withTransportOptions(options -> options.setParameter("filter_path", ANSWER));
        long start = System.nanoTime();
        List<Future<Optional<String>>> requests = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(REQUESTS_AT_ONCE)) {
            for (int from = 0; from < documents.size(); from += batch) {
                BulkRequest.Builder bulk = new BulkRequest.Builder();
                for (Stored each : documents.subList(from, Math.min(documents.size(), from + batch))) {
                    bulk.operations(op -> op.index(
                            index -> index.index(each.index).id(each.id).document(each.source)));
                }
                requests.add(threads.submit(() -> client.bulk(bulk.build()).items().stream()
                        .flatMap(item -> Stream.ofNullable(item.error()))
                        .map(error -> error.type() + ": " + error.reason())
                        .findFirst()));
            }
        }
        for (Future<Optional<String>> request : requests) {
            if (request.state() != Future.State.SUCCESS) {
                throw new IOException("a raw bulk request failed", request.exceptionNow());
            }
            if (request.resultNow().isPresent()) {
                throw new IOException(
                        "a raw bulk request was refused: " + request.resultNow().get());
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
