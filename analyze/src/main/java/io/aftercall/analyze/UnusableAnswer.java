package io.aftercall.analyze;

import io.aftercall.analyze.CallAnalysis.Requests;

/** A judge answered, but not with a proposal: cut off, refused, not JSON, outside the schema. The message says which. */
public final class UnusableAnswer extends RuntimeException {
    private final transient Requests requests;

    /** @param requests what was asked in vain */
    public UnusableAnswer(String fact, Requests requests) {
        super(fact);
        this.requests = requests;
    }

    public Requests requests() {
        return requests;
    }
}
