package io.aftercall.analyze;

/** A judge answered, but not with a proposal: cut off, refused, not JSON, outside the schema. The message says which. */
public final class UnusableAnswer extends RuntimeException {
    public UnusableAnswer(String fact) {
        super(fact);
    }
}
