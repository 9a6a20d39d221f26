package io.aftercall.analyze.index;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.DateRangeQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.ExistsQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.NumberRangeQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch._types.query_dsl.TermQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.TermsQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.WildcardQuery;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The conditions that searches are put together from. */
final class Queries {
    private Queries() {}

    /** In whatever case it is written. */
    static Query term(String field, String value) {
        return TermQuery.of(term -> term.field(field).value(value).caseInsensitive(true))
                ._toQuery();
    }

    static Query anyOf(String field, List<String> values) {
        List<FieldValue> wanted = values.stream().map(FieldValue::of).toList();
        return wanted.size() == 1
                ? TermQuery.of(term -> term.field(field).value(wanted.getFirst()))
                        ._toQuery()
                : TermsQuery.of(terms -> terms.field(field).terms(any -> any.value(wanted)))
                        ._toQuery();
    }

    /** Anywhere within the field's value. */
    static Query containing(String field, String part) {
        return WildcardQuery.of(wildcard -> wildcard.field(field).value("*" + part + "*"))
                ._toQuery();
    }

    static Query exists(String field) {
        return ExistsQuery.of(exists -> exists.field(field))._toQuery();
    }

    /** Both ends included; null: no end there. */
    static Query between(String field, @Nullable Number least, @Nullable Number most) {
        NumberRangeQuery.Builder range = new NumberRangeQuery.Builder().field(field);
        if (least != null) {
            range.gte(least.doubleValue());
        }
        if (most != null) {
            range.lte(most.doubleValue());
        }
        return range.build()._toRangeQuery()._toQuery();
    }

    static Query below(String field, Number end) {
        return NumberRangeQuery.of(range -> range.field(field).lt(end.doubleValue()))
                ._toRangeQuery()
                ._toQuery();
    }

    /** From {@code from} until before {@code until}; null: no end there. */
    static Query during(String field, @Nullable Instant from, @Nullable Instant until) {
        DateRangeQuery.Builder range = new DateRangeQuery.Builder().field(field);
        if (from != null) {
            range.gte(from.toString());
        }
        if (until != null) {
            range.lt(until.toString());
        }
        return range.build()._toRangeQuery()._toQuery();
    }

    static Query all(List<Query> conditions) {
        return BoolQuery.of(all -> all.filter(conditions))._toQuery();
    }

    static Query butNot(Query condition, Query exception) {
        return BoolQuery.of(both -> both.filter(condition).mustNot(exception))._toQuery();
    }

    static Query either(List<Query> conditions) {
        if (conditions.isEmpty()) {
            throw new IllegalArgumentException(
                    "none of no conditions can hold, and Elasticsearch would find everything");
        }
        return BoolQuery.of(any -> any.should(conditions).minimumShouldMatch("1"))
                ._toQuery();
    }
}
