package io.aftercall.analyze.index;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.util.BinaryData;
import io.aftercall.analyze.IndexSettings;
import io.aftercall.analyze.NumberQuery;
import io.aftercall.analyze.RecordHits;
import io.aftercall.analyze.RecordQuery;
import io.aftercall.analyze.RecordRow;
import io.aftercall.ingest.ContentHash;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.TransientFailure;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls by the tasks they belong to, and the tasks' numbers. Every method throws {@link TransientFailure} when the index is
 * away or overloaded; what was merged can be found within seconds.
 */
public final class CallRecords {
    private static final String ROW = "row";
    private static final int LONGEST_HISTORY = 1_000;

    private final ElasticsearchClient client;
    private final IndexSettings settings;
    private final IndexTemplates templates;
    private final Dependency dependency;
    private final Gate gate;
    private final Deep deep = new Deep();

    public CallRecords(ElasticsearchClient client, IndexSettings settings, Dependency dependency, Gate gate) {
        this.client = client;
        this.settings = settings;
        this.templates = new IndexTemplates(client, settings);
        this.dependency = dependency;
        this.gate = gate;
    }

    public RecordHits records(RecordQuery asked) {
        return page(settings.callsIndex(), RecordSearch.of(asked), asked.page());
    }

    /** Each number as its last call left it. */
    public RecordHits numbers(NumberQuery asked) {
        return page(settings.numbersIndex(), RecordSearch.of(asked), asked.page());
    }

    /** The last {@value #LONGEST_HISTORY} calls of a task with any of these numbers, newest first. */
    public List<RecordRow> history(String taskId, Collection<String> numbers) {
        return numbers.isEmpty()
                ? List.of()
                : rows(search(
                        settings.callsIndex(),
                        RecordSearch.calls(taskId, numbers),
                        new Deep.Part(0, LONGEST_HISTORY, List.of()),
                        true));
    }

    /** The last of a number's calls within its task but {@code callKey}, as of now; for who is through the gate already. */
    Optional<RecordRow> lastBut(String callKey, NumberSource number) {
        Query query = RecordSearch.calls(number.taskId(), List.of(number.digits()));
        return Requests.send("search a number's calls", () -> {
                    client.indices().refresh(refresh -> refresh.index(settings.callsIndex()));
                    return rows(client.search(
                            request(settings.callsIndex(), query, new Deep.Part(0, LONGEST_HISTORY, List.of()), true),
                            BinaryData.class));
                })
                .stream()
                .filter(row -> !row.callKey().equals(callKey))
                .filter(row -> row.numberKey(number.taskId()).equals(number.key()))
                .findFirst();
    }

    /** @param id of the record, or the call's own key */
    public Optional<RecordRow> find(String id) {
        Query query =
                Queries.either(List.of(Queries.anyOf("recordId", List.of(id)), Queries.anyOf("callKey", List.of(id))));
        return rows(search(settings.callsIndex(), query, new Deep.Part(0, 1, List.of()), true)).stream()
                .findFirst();
    }

    /** The platform's own levels, each as the last call that was given it has it. */
    public List<Map<String, @Nullable Object>> platformLevels() {
        return labels(PlatformLabels.LEVELS);
    }

    /** Likewise its tags, without what ties them to a call. */
    public List<Map<String, @Nullable Object>> platformTags() {
        return labels(PlatformLabels.TAGS);
    }

    private List<Map<String, @Nullable Object>> labels(String field) {
        return withIndices(() -> PlatformLabels.of(
                field,
                Requests.send(
                        "search the platform's labels",
                        () -> client.search(PlatformLabels.used(settings.callsIndex(), field), BinaryData.class))));
    }

    /** Puts what happened at the same time in one order always. A number, for Elasticsearch looks keys of passed-over rows up. */
    static long tie(String key) {
        return Long.parseUnsignedLong(ContentHash.shortOf(key), 16);
    }

    private RecordHits page(String index, Query query, int page) {
        int skip = (page - 1) * RecordQuery.PAGE_SIZE;
        // The client's queries have no equals; as text they are equal when they ask the same.
        String question = index + query;
        Deep.Part part = deep.page(question, skip, RecordQuery.PAGE_SIZE, walk -> search(index, query, walk, false)
                .hits()
                .hits());
        SearchResponse<BinaryData> found = search(index, query, part, true);
        List<Hit<BinaryData>> hits = found.hits().hits();
        if (hits.size() == RecordQuery.PAGE_SIZE) {
            deep.remember(question, skip + hits.size(), hits.getLast().sort());
        }
        return new RecordHits(Objects.requireNonNull(found.hits().total()).value(), rows(found));
    }

    private static List<RecordRow> rows(SearchResponse<BinaryData> found) {
        return found.hits().hits().stream()
                .map(hit -> Objects.requireNonNull(hit.fields().get(ROW), "a hit has what was asked for"))
                .map(column -> column.toJson().asJsonArray().getString(0))
                .map(row -> RowJson.read(Base64.getDecoder().decode(row)))
                .toList();
    }

    private SearchResponse<BinaryData> search(String index, Query query, Deep.Part part, boolean withRows) {
        return withIndices(() -> Requests.send(
                "search call records", () -> client.search(request(index, query, part, withRows), BinaryData.class)));
    }

    private static SearchRequest request(String index, Query query, Deep.Part part, boolean withRows) {
        List<SortOptions> order =
                List.of(Search.field("occurredAt", SortOrder.Desc), Search.field("tie", SortOrder.Asc));
        return SearchRequest.of(search -> {
            search.index(index)
                    .query(query)
                    .sort(order)
                    .from(part.from())
                    .size(part.size())
                    .source(source -> source.fetch(false))
                    .storedFields("_none_")
                    .trackTotalHits(track -> track.enabled(withRows));
            if (withRows) {
                search.docvalueFields(column -> column.field(ROW));
            }
            return part.after().isEmpty() ? search : search.searchAfter(part.after());
        });
    }

    private <T> T withIndices(Supplier<T> work) {
        return gate.through(dependency, "", () -> {
            templates.ensure();
            try {
                return work.get();
            } catch (TransientFailure e) {
                templates.doubt();
                throw e;
            }
        });
    }
}
