package io.aftercall.analyze.api.records;

/** A parameter that cannot be, named in the message. */
final class BadRecordQuery extends RuntimeException {
    BadRecordQuery(String fact) {
        super(fact);
    }
}
