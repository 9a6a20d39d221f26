package io.aftercall.analyze.index;

import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import io.aftercall.analyze.NumberQuery;
import io.aftercall.analyze.NumberStatus;
import io.aftercall.analyze.RecordQuery;
import java.util.Collection;
import java.util.List;

/** {@link RecordQuery} and {@link NumberQuery} in Elasticsearch's words. */
final class RecordSearch {
    private RecordSearch() {}

    static Query of(RecordQuery query) {
        BoolQuery.Builder all = new BoolQuery.Builder();
        all.filter(Queries.anyOf("taskId", List.of(query.taskId())));
        if (query.keyword() != null) {
            all.filter(Search.words(query.keyword()));
        }
        if (!query.levels().isEmpty()) {
            all.filter(Queries.anyOf("recordLevels", query.levels()));
        }
        if (!query.tags().isEmpty()) {
            all.filter(Queries.anyOf("recordTags", query.tags()));
        }
        ranges(all, "billMs", query.bills());
        ranges(all, "recordRounds", query.rounds());
        if (query.from() != null || query.until() != null) {
            all.filter(Queries.during("occurredAt", query.from(), query.until()));
        }
        return all.build()._toQuery();
    }

    static Query of(NumberQuery query) {
        BoolQuery.Builder all = new BoolQuery.Builder();
        all.filter(Queries.anyOf("taskId", List.of(query.taskId())));
        if (!query.statuses().isEmpty()) {
            all.filter(Queries.anyOf(
                    "numberStatus",
                    query.statuses().stream()
                            .map(NumberStatus::code)
                            .map(String::valueOf)
                            .toList()));
        }
        if (!query.operators().isEmpty()) {
            all.filter(Queries.anyOf(
                    "operator", query.operators().stream().map(Enum::name).toList()));
        }
        if (query.keyword() != null) {
            all.filter(Search.number("digits", query.keyword()));
        }
        return all.build()._toQuery();
    }

    /** The calls of a task with any of these numbers. */
    static Query calls(String taskId, Collection<String> numbers) {
        List<String> digits = numbers.stream().map(CallSource::digits).toList();
        return Queries.all(List.of(Queries.anyOf("taskId", List.of(taskId)), Queries.anyOf("phones", digits)));
    }

    private static void ranges(BoolQuery.Builder all, String field, List<RecordQuery.Range> ranges) {
        if (!ranges.isEmpty()) {
            all.filter(Queries.either(ranges.stream()
                    .map(range -> Queries.between(field, range.least(), range.most()))
                    .toList()));
        }
    }
}
