package io.aftercall.analyze.index;

import co.elastic.clients.elasticsearch._types.FieldSort;
import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.Operator;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch._types.query_dsl.TextQueryType;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.util.BinaryData;
import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallHits;
import io.aftercall.analyze.CallQuery;
import io.aftercall.analyze.CallRow;
import io.aftercall.analyze.Stage;
import io.aftercall.analyze.StrandedQuery;
import io.aftercall.ingest.CallJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A {@link CallQuery} in Elasticsearch's words, and its answer back in ours. */
final class Search {
    private static final List<String> WORDS =
            List.of("text.cjk", "text.russian", "text.english", "summary.cjk", "summary.russian", "summary.english");

    /** Fewer digits are more likely a price or a quantity than part of a telephone number. */
    private static final int FEWEST_DIGITS = 4;

    private Search() {}

    static SearchRequest of(String index, CallQuery query) {
        return SearchRequest.of(search -> search.index(index)
                .query(Query.of(q -> q.bool(conditions(query))))
                .sort(sort(query.order()))
                .source(source -> source.filter(filter -> filter.excludes("document", "text")))
                .trackTotalHits(track -> track.enabled(true))
                .from(query.skip())
                .size(query.size()));
    }

    static SearchRequest history(String index, @Nullable String ticketId, @Nullable String customerId, int most) {
        List<Query> whose = new ArrayList<>();
        if (ticketId != null) {
            whose.add(term("presaleTicketId", ticketId));
        }
        if (customerId != null) {
            whose.add(term("customerId", customerId));
        }
        return SearchRequest.of(search -> search.index(index)
                .query(q -> q.bool(bool -> bool.filter(term("outcome", CallAnalysis.Outcome.JUDGED.name()))
                        .filter(f -> f.bool(any -> any.should(whose).minimumShouldMatch("1")))))
                .sort(sort(CallQuery.Order.NEWEST))
                .source(source -> source.filter(filter -> filter.excludes("document", "text")))
                .size(most));
    }

    static CallHits hits(SearchResponse<BinaryData> response) {
        List<CallRow> rows = response.hits().hits().stream()
                .map(hit -> Bytes.of(Objects.requireNonNull(hit.source(), "a hit has a source")))
                .map(json -> CallJson.read(json, CallRow.class))
                .toList();
        return new CallHits(Objects.requireNonNull(response.hits().total()).value(), rows);
    }

    /** The longest idle first; only their ids are wanted. */
    static SearchRequest of(String index, StrandedQuery query) {
        List<Query> taken = new ArrayList<>();
        query.taken()
                .forEach((partition, offset) -> taken.add(Query.of(q -> q.bool(both -> both.filter(
                                f -> f.term(term -> term.field("inputPartition").value(partition)))
                        .filter(f -> f.range(range -> range.number(
                                number -> number.field("inputOffset").lt(offset.doubleValue()))))))));
        return SearchRequest.of(search -> search.index(index)
                .query(q ->
                        q.bool(bool -> bool.filter(term("stage", query.stage().function()))
                                .filter(f -> f.range(range -> range.date(date -> date.field("idleSince")
                                        .lt(query.before().toString()))))
                                .should(taken)
                                .minimumShouldMatch("1")))
                .sort(field("idleSince", SortOrder.Asc), field("callKey", SortOrder.Asc))
                .source(source -> source.fetch(false))
                .size(query.most()));
    }

    /** Calls that are stuck, counted by stage. */
    static SearchRequest stuck(String index) {
        return SearchRequest.of(search -> search.index(index)
                .query(q -> q.exists(exists -> exists.field("stuckSince")))
                .aggregations("stages", Aggregation.of(by -> by.terms(terms -> terms.field("stage"))))
                .size(0));
    }

    static Map<Stage, Long> stages(SearchResponse<BinaryData> response) {
        Map<Stage, Long> stages = new EnumMap<>(Stage.class);
        Objects.requireNonNull(response.aggregations().get("stages"), "an answer has what was asked for")
                .sterms()
                .buckets()
                .array()
                .forEach(bucket -> Stage.named(bucket.key().stringValue())
                        .ifPresent(stage -> stages.put(stage, bucket.docCount())));
        return stages;
    }

    private static BoolQuery conditions(CallQuery query) {
        BoolQuery.Builder all = new BoolQuery.Builder();
        String text = query.text();
        if (text != null) {
            all.must(words(text));
        }
        if (query.managerId() != null) {
            all.filter(term("managerId", query.managerId()));
        }
        if (query.level() != null) {
            all.filter(term("level", query.level()));
        }
        if (query.state() != null) {
            all.filter(term("state", query.state().jsonName()));
        }
        if (query.held() != null) {
            String since = query.held() == CallQuery.Held.STUCK ? "stuckSince" : "waitingSince";
            all.filter(f -> f.exists(exists -> exists.field(since)));
        }
        if (query.from() != null || query.until() != null) {
            all.filter(during("occurredAt", query.from(), query.until()));
        }
        if (query.minScore() != null || query.maxScore() != null) {
            all.filter(f -> f.range(range -> range.number(number -> number.field("score")
                    .gte(Objects.requireNonNullElse(query.minScore(), 0).doubleValue())
                    .lte(Objects.requireNonNullElse(query.maxScore(), 100).doubleValue()))));
        }
        return all.build();
    }

    /** All words in whichever language's field knows them; the same words side by side count for more. */
    static Query words(String text) {
        List<Query> any = new ArrayList<>();
        any.add(Query.of(
                q -> q.multiMatch(match -> match.query(text).fields(WORDS).operator(Operator.And))));
        any.add(Query.of(q -> q.multiMatch(match ->
                match.query(text).fields(WORDS).type(TextQueryType.Phrase).boost(3f))));
        for (String field : List.of("callKey", "callId", "managerId", "customerId")) {
            any.add(term(field, text));
        }
        String digits = CallSource.digits(text);
        if (digits.length() >= FEWEST_DIGITS && text.matches("[\\d\\s()+./-]+")) {
            any.add(Query.of(
                    q -> q.wildcard(wildcard -> wildcard.field("phones").value("*" + digits + "*"))));
        }
        return Query.of(q -> q.bool(bool -> bool.should(any).minimumShouldMatch("1")));
    }

    private static Query term(String field, String value) {
        return Query.of(q -> q.term(term -> term.field(field).value(value).caseInsensitive(true)));
    }

    static Query during(String field, @Nullable Instant from, @Nullable Instant until) {
        return Query.of(q -> q.range(range -> range.date(date -> {
            date.field(field);
            if (from != null) {
                date.gte(from.toString());
            }
            return until == null ? date : date.lt(until.toString());
        })));
    }

    private static List<SortOptions> sort(CallQuery.Order order) {
        SortOptions newest = field("occurredAt", SortOrder.Desc);
        SortOptions key = field("callKey", SortOrder.Asc);
        return order == CallQuery.Order.NEWEST
                ? List.of(newest, key)
                : List.of(SortOptions.of(sort -> sort.score(score -> score.order(SortOrder.Desc))), newest, key);
    }

    static SortOptions field(String name, SortOrder order) {
        return SortOptions.of(sort ->
                sort.field(FieldSort.of(field -> field.field(name).order(order).missing("_last"))));
    }
}
