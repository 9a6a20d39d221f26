package io.aftercall.ingest;

/** Bytes that are not the record they should be; the message names the record and the JSON fault. */
public final class Undecodable extends RuntimeException {
    Undecodable(String fact, Throwable cause) {
        super(fact, cause);
    }
}
