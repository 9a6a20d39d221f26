package io.aftercall.analyze.api;

/** A parameter that cannot be; the message names it and is answered to the caller. */
final class BadQuery extends RuntimeException {
    BadQuery(String fact) {
        super(fact);
    }
}
