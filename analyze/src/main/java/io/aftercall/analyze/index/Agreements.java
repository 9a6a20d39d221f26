package io.aftercall.analyze.index;

import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.util.BinaryData;
import io.aftercall.analyze.Calibration;
import io.aftercall.analyze.CallAnalysis.Criterion.Verdict;
import io.aftercall.analyze.Reviewed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where people and the judge agreed, as words of a field that Elasticsearch counts: {@code manager/needs/met/missed}. */
final class Agreements {
    /** More than all criteria of many rubrics, each with every pair of verdicts. */
    private static final int MOST = 10_000;

    private static final String FIELD = "agreements";

    private Agreements() {}

    static String word(Reviewed.Agreement said) {
        return String.join(
                "/",
                said.rubric(),
                said.criterion(),
                said.judge().name().toLowerCase(Locale.ROOT),
                said.people().name().toLowerCase(Locale.ROOT));
    }

    static SearchRequest count(String index, @Nullable Instant from, @Nullable Instant until) {
        List<Query> wanted = new ArrayList<>(List.of(Queries.exists(FIELD)));
        if (from != null || until != null) {
            wanted.add(Queries.during("occurredAt", from, until));
        }
        Aggregation byPair =
                Aggregation.of(by -> by.terms(terms -> terms.field(FIELD).size(MOST)));
        return SearchRequest.of(search -> search.index(index)
                .query(Queries.all(wanted))
                .aggregations(FIELD, byPair)
                .size(0));
    }

    static Calibration of(SearchResponse<BinaryData> response) {
        List<Calibration.Pair> pairs = Objects.requireNonNull(
                        response.aggregations().get(FIELD), "an answer has what was asked for")
                .sterms()
                .buckets()
                .array()
                .stream()
                .map(bucket -> pair(bucket.key().stringValue(), bucket.docCount()))
                .toList();
        return Calibration.of(pairs);
    }

    private static Calibration.Pair pair(String word, long calls) {
        String[] parts = word.split("/", -1);
        return new Calibration.Pair(
                parts[0],
                parts[1],
                Verdict.valueOf(parts[2].toUpperCase(Locale.ROOT)),
                Verdict.valueOf(parts[3].toUpperCase(Locale.ROOT)),
                calls);
    }
}
