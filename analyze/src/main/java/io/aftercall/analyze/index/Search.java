package io.aftercall.analyze.index;

import co.elastic.clients.elasticsearch._types.FieldSort;
import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.MultiMatchQuery;
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
import io.aftercall.analyze.phone.Origins;
import io.aftercall.ingest.CallJson;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
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
                .query(conditions(query)._toQuery())
                .sort(sort(query.order()))
                .source(source -> source.filter(filter -> filter.excludes("document", "text")))
                .trackTotalHits(track -> track.enabled(true))
                .from(query.skip())
                .size(query.size()));
    }

    static SearchRequest history(
            String index, @Nullable String ticketId, @Nullable String customerId, boolean judged, int most) {
        List<Query> conditions = new ArrayList<>();
        conditions.add(whose(ticketId, customerId));
        if (judged) {
            conditions.add(Queries.term("outcome", CallAnalysis.Outcome.JUDGED.name()));
        }
        return SearchRequest.of(search -> search.index(index)
                .query(Queries.all(conditions))
                .sort(sort(CallQuery.Order.NEWEST))
                .source(source -> source.filter(filter -> filter.excludes("document", "text")))
                .size(most));
    }

    private static Query whose(@Nullable String ticketId, @Nullable String customerId) {
        List<Query> either = new ArrayList<>();
        if (customerId != null) {
            either.add(Queries.term("customerId", customerId));
        }
        if (ticketId != null) {
            Query ticket = Queries.term("presaleTicketId", ticketId);
            either.add(customerId == null ? ticket : Queries.butNot(ticket, Queries.exists("customerId")));
        }
        return Queries.either(either);
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
                .forEach((partition, offset) -> taken.add(Queries.all(List.of(
                        Queries.anyOf("inputPartition", List.of(String.valueOf(partition))),
                        Queries.below("inputOffset", offset)))));
        Query stranded = Queries.all(List.of(
                Queries.term("stage", query.stage().function()),
                Queries.during("idleSince", null, query.before()),
                Queries.either(taken)));
        return SearchRequest.of(search -> search.index(index)
                .query(stranded)
                .sort(field("idleSince", SortOrder.Asc), field("callKey", SortOrder.Asc))
                .source(source -> source.fetch(false))
                .size(query.most()));
    }

    static SearchRequest judgedForNow(String index, int most) {
        return SearchRequest.of(search -> search.index(index)
                .query(query -> query.bool(all ->
                        all.filter(Queries.term("forNow", "true")).mustNot(Queries.term("failedStage", "analyze"))))
                .sort(field("analyzedAt", SortOrder.Asc), field("callKey", SortOrder.Asc))
                .source(source -> source.fetch(false))
                .size(most));
    }

    /** Calls that are held by that, counted by stage. */
    static SearchRequest held(String index, CallQuery.Held by) {
        return SearchRequest.of(search -> search.index(index)
                .query(held(by))
                .aggregations("stages", Aggregation.of(stages -> stages.terms(each -> each.field("stage"))))
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
            all.filter(Queries.term("managerId", query.managerId()));
        }
        if (query.level() != null) {
            all.filter(Queries.term("level", query.level()));
        }
        if (query.state() != null) {
            all.filter(Queries.term("state", query.state().jsonName()));
        }
        if (query.held() != null) {
            all.filter(held(query.held()));
        }
        if (query.from() != null || query.until() != null) {
            all.filter(Queries.during("occurredAt", query.from(), query.until()));
        }
        if (query.minScore() != null || query.maxScore() != null) {
            all.filter(Queries.between("score", query.minScore(), query.maxScore()));
        }
        return all.build();
    }

    private static Query held(CallQuery.Held by) {
        return Queries.exists(by == CallQuery.Held.STUCK ? "stuckSince" : "waitingSince");
    }

    /** All words in whichever language's field knows them; the same words side by side count for more. */
    static Query words(String text) {
        List<Query> any = new ArrayList<>();
        any.add(MultiMatchQuery.of(match -> match.query(text).fields(WORDS).operator(Operator.And))
                ._toQuery());
        any.add(MultiMatchQuery.of(match -> match.query(text)
                        .fields(WORDS)
                        .type(TextQueryType.Phrase)
                        .boost(3f))
                ._toQuery());
        for (String field : List.of("callKey", "callId", "managerId", "customerId")) {
            any.add(Queries.term(field, text));
        }
        String digits = CallSource.digits(text);
        if (digits.length() >= FEWEST_DIGITS && text.matches("[\\d\\s()+./-]+")) {
            any.add(number("phones", text));
        }
        return Queries.either(any);
    }

    /** Part of a number, or a whole one, which may have been told in another way. */
    static Query number(String field, String text) {
        Stream<String> told = Stream.of(CallSource.digits(text));
        return Queries.either(Stream.concat(told, Origins.cores(text.strip()).stream())
                .distinct()
                .map(digits -> Queries.containing(field, digits))
                .toList());
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
