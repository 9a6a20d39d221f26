package io.aftercall.analyze.api;

/** What was handed in cannot be judged; the message says why, for people. */
final class BadAudit extends RuntimeException {
    private final String code;

    /** @param code by which the audit's page says the same in its reader's language: label {@code refused_<code>} */
    BadAudit(String code, String fact) {
        super(fact);
        this.code = code;
    }

    String code() {
        return code;
    }
}
