package io.aftercall.analyze.index;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.util.BinaryData;
import io.aftercall.analyze.Calibration;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallHits;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.CallQuery;
import io.aftercall.analyze.CallRow;
import io.aftercall.analyze.IndexSettings;
import io.aftercall.analyze.Stage;
import io.aftercall.analyze.StrandedQuery;
import io.aftercall.analyze.index.BulkWrite.Write;
import io.aftercall.analyze.index.CallWrites.Merged;
import io.aftercall.analyze.index.StoredCalls.Version;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Futures;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TransientFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@link CallIndex} in Elasticsearch: read, merge here, write on condition that nobody else has written meanwhile. */
public final class ElasticsearchCallIndex implements CallIndex {
    /** One writer wins every turn, so this many can write the same call at the same time. */
    private static final int TURNS = 20;

    /** While one waits for its requests, which come one after the other, another makes its JSON. */
    private static final int BATCHES_AT_ONCE = 2;

    private final ElasticsearchClient client;
    private final IndexSettings settings;
    private final IndexTemplates templates;
    private final StoredCalls stored;
    private final CallWrites writes;
    private final CallRecords records;
    private final Dependency dependency;
    private final Gate gate;

    public ElasticsearchCallIndex(
            ElasticsearchClient client, IndexSettings settings, Dependency dependency, Gate gate) {
        this.dependency = dependency;
        this.gate = gate;
        this.client = client;
        this.settings = settings;
        this.templates = new IndexTemplates(client, settings);
        this.stored = new StoredCalls(client, settings.callsIndex());
        this.writes = new CallWrites(settings);
        this.records = new CallRecords(client, settings, dependency, gate);
    }

    @Override
    public Map<String, PermanentFailure> merge(Collection<CallDocument> documents) {
        Map<String, CallDocument> calls = new LinkedHashMap<>();
        documents.forEach(document -> calls.merge(document.callKey(), document, CallDocument::merge));
        List<List<CallDocument>> batches = batches(List.copyOf(calls.values()));
        return withIndices(() -> batches.size() == 1 ? mergeBatch(batches.getFirst()) : mergeBatches(batches));
    }

    private Map<String, PermanentFailure> mergeBatches(List<List<CallDocument>> batches) {
        List<Future<Map<String, PermanentFailure>>> merged;
        try (ExecutorService threads =
                Executors.newFixedThreadPool(BATCHES_AT_ONCE, Thread.ofVirtual().factory())) {
            merged = batches.stream()
                    .map(batch -> threads.submit(() -> mergeBatch(batch)))
                    .toList();
        }
        Map<String, PermanentFailure> refused = new LinkedHashMap<>();
        merged.forEach(batch -> refused.putAll(Futures.result(batch)));
        return refused;
    }

    @Override
    public Optional<CallDocument> find(String callKey) {
        return withIndices(() ->
                Optional.ofNullable(stored.read(List.of(callKey)).get(callKey)).map(Version::document));
    }

    @Override
    public Map<String, CallDocument> find(Collection<String> callKeys) {
        Map<String, CallDocument> found = new LinkedHashMap<>();
        return withIndices(() -> {
            for (List<String> keys : batches(callKeys.stream().distinct().toList())) {
                stored.read(keys).forEach((key, version) -> found.put(key, version.document()));
            }
            return found;
        });
    }

    private <T> List<List<T>> batches(List<T> all) {
        List<List<T>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += settings.batch()) {
            batches.add(all.subList(from, Math.min(all.size(), from + settings.batch())));
        }
        return batches;
    }

    @Override
    public void clear() {
        templates.recreate();
    }

    @Override
    public CallHits search(CallQuery query) {
        return withIndices(() -> {
            SearchResponse<BinaryData> found = Requests.send(
                    "search calls", () -> client.search(Search.of(settings.callsIndex(), query), BinaryData.class));
            return Search.hits(found);
        });
    }

    @Override
    public List<CallRow> history(@Nullable String ticketId, @Nullable String customerId, int most) {
        return rows(Search.history(settings.callsIndex(), ticketId, customerId, true, most));
    }

    @Override
    public List<CallRow> contacts(@Nullable String ticketId, @Nullable String customerId, int most) {
        return rows(Search.history(settings.callsIndex(), ticketId, customerId, false, most));
    }

    private List<CallRow> rows(SearchRequest history) {
        return withIndices(() -> Search.hits(Requests.send("search the history", () -> {
                    // Who has just handed something in looks for it at once.
                    client.indices().refresh(refresh -> refresh.index(settings.callsIndex()));
                    return client.search(history, BinaryData.class);
                }))
                .calls());
    }

    @Override
    public List<String> stranded(StrandedQuery query) {
        return query.taken().isEmpty()
                ? List.of()
                : keys("search stranded calls", Search.of(settings.callsIndex(), query));
    }

    @Override
    public List<String> judgedForNow(int most) {
        return keys("search calls judged for now", Search.judgedForNow(settings.callsIndex(), most));
    }

    private List<String> keys(String what, SearchRequest request) {
        return withIndices(
                () -> Requests.send(what, () -> client.search(request, BinaryData.class)).hits().hits().stream()
                        .map(hit -> Objects.requireNonNull(hit.id(), "a hit has an id"))
                        .toList());
    }

    @Override
    public Map<Stage, Long> held(CallQuery.Held by) {
        return withIndices(() -> Search.stages(Requests.send(
                "count calls that do not get on",
                () -> client.search(Search.held(settings.callsIndex(), by), BinaryData.class))));
    }

    @Override
    public Calibration calibration(@Nullable Instant from, @Nullable Instant until) {
        return withIndices(() -> Agreements.of(Requests.send(
                "count agreements",
                () -> client.search(Agreements.count(settings.callsIndex(), from, until), BinaryData.class))));
    }

    /** A call that is notified of is most likely not there yet, and to be told so by the write costs less than to ask before. */
    private Map<String, PermanentFailure> mergeBatch(List<CallDocument> documents) {
        Map<String, PermanentFailure> refused = new LinkedHashMap<>();
        List<CallDocument> waiting = documents;
        for (int turn = 0; turn < TURNS && !waiting.isEmpty(); turn++) {
            List<CallDocument> known = turn > 0
                    ? waiting
                    : waiting.stream()
                            .filter(document -> document.reported().isEmpty())
                            .toList();
            BulkWrite calls = writeOnce(waiting, stored(known), refused);
            waiting = waiting.stream()
                    .filter(document -> calls.conflicts().contains(document.callKey()))
                    .toList();
        }
        if (!waiting.isEmpty()) {
            throw TransientFailure.outage(
                    "call %s was written by others %d times while it was to be merged"
                            .formatted(waiting.getFirst().callKey(), TURNS),
                    null);
        }
        return refused;
    }

    private Map<String, Version> stored(List<CallDocument> documents) {
        return documents.isEmpty()
                ? Map.of()
                : stored.read(documents.stream().map(CallDocument::callKey).toList());
    }

    /**
     * Rounds that are no more go before their call, while it can still be seen how many there were; likewise numbers that it is
     * none of any more. All else goes together:
     * what is not written of it is written when the same events are given again.
     */
    private BulkWrite writeOnce(
            List<CallDocument> documents, Map<String, Version> before, Map<String, PermanentFailure> refused) {
        List<Merged> all = documents.stream()
                .map(document -> Merged.of(document, before.get(document.callKey())))
                .toList();
        bulk(Stream.concat(
                        all.stream().flatMap(writes::roundsThatAreNoMore),
                        all.stream().flatMap(call -> writes.numbersLeft(call, records::lastBut)))
                .toList());
        BulkWrite written = bulk(Stream.of(
                        all.stream().flatMap(writes::rounds),
                        all.stream().flatMap(writes::number),
                        all.stream().map(writes::call))
                .flatMap(Function.identity())
                .toList());
        refused.putAll(written.refused());
        return written;
    }

    private BulkWrite bulk(List<Write> writes) {
        return new BulkWrite(client, settings.maxRequest().toBytes()).send(writes);
    }

    private <T> T withIndices(Supplier<T> work) {
        return gate.through(dependency, "", () -> onceThereAreIndices(work));
    }

    private <T> T onceThereAreIndices(Supplier<T> work) {
        templates.ensure();
        try {
            return work.get();
        } catch (TransientFailure e) {
            templates.doubt();
            throw e;
        }
    }
}
