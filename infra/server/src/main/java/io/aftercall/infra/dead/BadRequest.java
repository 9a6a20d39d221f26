package io.aftercall.infra.dead;

/** What was asked for cannot be done; the message says why and is answered with this HTTP status. */
final class BadRequest extends RuntimeException {
    private final int status;

    BadRequest(int status, String fact) {
        super(fact);
        this.status = status;
    }

    int status() {
        return status;
    }
}
