package io.aftercall.ingest;

/** Bytes that are not the record they should be; the message names the record and the fault. */
public final class Undecodable extends RuntimeException {
    public Undecodable(String fact) {
        super(fact);
    }

    Undecodable(String fact, Throwable cause) {
        super(fact, cause);
    }
}
