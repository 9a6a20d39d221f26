package io.aftercall.analyze.index;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import io.aftercall.analyze.NumberQuery;
import io.aftercall.analyze.NumberStatus;
import io.aftercall.analyze.RecordQuery;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** {@link RecordQuery} and {@link NumberQuery} in Elasticsearch's words. */
final class RecordSearch {
    private RecordSearch() {}

    static Query of(RecordQuery query) {
        BoolQuery.Builder all = new BoolQuery.Builder();
        all.filter(anyOf("taskId", List.of(query.taskId())));
        if (query.keyword() != null) {
            all.filter(Search.words(query.keyword()));
        }
        if (!query.levels().isEmpty()) {
            all.filter(anyOf("recordLevels", query.levels()));
        }
        if (!query.tags().isEmpty()) {
            all.filter(anyOf("recordTags", query.tags()));
        }
        ranges(all, "billMs", query.bills());
        ranges(all, "recordRounds", query.rounds());
        if (query.from() != null || query.until() != null) {
            all.filter(Search.during("occurredAt", query.from(), query.until()));
        }
        return Query.of(q -> q.bool(all.build()));
    }

    static Query of(NumberQuery query) {
        BoolQuery.Builder all = new BoolQuery.Builder();
        all.filter(anyOf("taskId", List.of(query.taskId())));
        if (!query.statuses().isEmpty()) {
            List<FieldValue> codes = query.statuses().stream()
                    .map(NumberStatus::code)
                    .map(FieldValue::of)
                    .toList();
            all.filter(f -> f.terms(terms -> terms.field("numberStatus").terms(any -> any.value(codes))));
        }
        if (!query.operators().isEmpty()) {
            all.filter(
                    anyOf("operator", query.operators().stream().map(Enum::name).toList()));
        }
        if (query.keyword() != null) {
            String digits = CallSource.digits(query.keyword());
            all.filter(f -> f.wildcard(wildcard -> wildcard.field("digits").value("*" + digits + "*")));
        }
        return Query.of(q -> q.bool(all.build()));
    }

    /** The calls of a task with any of these numbers. */
    static Query calls(String taskId, Collection<String> numbers) {
        List<String> digits = numbers.stream().map(CallSource::digits).toList();
        return Query.of(q ->
                q.bool(both -> both.filter(anyOf("taskId", List.of(taskId))).filter(anyOf("phones", digits))));
    }

    static Query anyOf(String field, List<String> values) {
        List<FieldValue> wanted = values.stream().map(FieldValue::of).toList();
        return wanted.size() == 1
                ? Query.of(q -> q.term(term -> term.field(field).value(wanted.getFirst())))
                : Query.of(q -> q.terms(terms -> terms.field(field).terms(any -> any.value(wanted))));
    }

    static Query either(Stream<Query> queries) {
        return Query.of(q -> q.bool(any -> any.should(queries.toList()).minimumShouldMatch("1")));
    }

    private static void ranges(BoolQuery.Builder all, String field, List<RecordQuery.Range> ranges) {
        if (!ranges.isEmpty()) {
            all.filter(either(ranges.stream()
                    .map(range -> Query.of(q -> q.range(r -> r.number(number -> number.field(field)
                            .gte(Objects.requireNonNullElse(range.least(), 0L).doubleValue())
                            .lte(range.most() == null ? null : range.most().doubleValue())))))));
        }
    }
}
