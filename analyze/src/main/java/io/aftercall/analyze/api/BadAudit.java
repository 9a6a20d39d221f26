package io.aftercall.analyze.api;

/** What was handed in cannot be judged; the message says why, for people. */
final class BadAudit extends RuntimeException {
    BadAudit(String fact) {
        super(fact);
    }
}
