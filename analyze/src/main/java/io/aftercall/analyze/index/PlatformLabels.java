package io.aftercall.analyze.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.util.BinaryData;
import co.elastic.clients.util.NamedValue;
import io.aftercall.analyze.Delivered;
import io.aftercall.analyze.RecordRow;
import io.aftercall.ingest.CallJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Levels and tags that the platform gave calls, as words of fields that Elasticsearch counts: the JSON of each, so that they
 * need no index of their own. Which there are can be known from calls only: the line does not ask the platform for them.
 */
final class PlatformLabels {
    static final String LEVELS = "platformLevels";
    static final String TAGS = "platformTags";

    /** More than anybody chooses from. */
    private static final int MOST = 1_000;

    private static final String LAST = "last";

    private PlatformLabels() {}

    static List<String> levels(RecordRow row) {
        return new Delivered(row.delivered())
                .level().stream().map(PlatformLabels::word).toList();
    }

    static List<String> tags(RecordRow row) {
        return new Delivered(row.delivered())
                .tags().stream()
                        .map(tag -> {
                            tag.remove("pivot");
                            return word(tag);
                        })
                        .distinct()
                        .toList();
    }

    private static String word(Map<String, @Nullable Object> label) {
        return new String(CallJson.write(label), UTF_8);
    }

    /** The last used first. Nothing but counting, so that Elasticsearch keeps the answer until the index changes. */
    static SearchRequest used(String index, String field) {
        Aggregation last = Aggregation.of(max -> max.max(of -> of.field("occurredAt")));
        Aggregation byWord = Aggregation.of(by -> by.terms(terms -> terms.field(field)
                        .size(MOST)
                        .order(NamedValue.of(LAST, SortOrder.Desc), NamedValue.of("_key", SortOrder.Asc)))
                .aggregations(LAST, last));
        return SearchRequest.of(search -> search.index(index)
                .query(Queries.exists(field))
                .aggregations(field, byWord)
                .size(0));
    }

    /** Each id once, as it was used last; in the order of their ids. */
    @SuppressWarnings("unchecked")
    static List<Map<String, @Nullable Object>> of(String field, SearchResponse<BinaryData> found) {
        Map<String, Map<String, @Nullable Object>> labels = new TreeMap<>();
        Objects.requireNonNull(found.aggregations().get(field), "an answer has what was asked for")
                .sterms()
                .buckets()
                .array()
                .forEach(bucket -> {
                    Map<String, @Nullable Object> label =
                            CallJson.read(bucket.key().stringValue().getBytes(UTF_8), LinkedHashMap.class);
                    labels.putIfAbsent(String.valueOf(label.get("id")), label);
                });
        return List.copyOf(labels.values());
    }
}
