package io.aftercall.ingest.webhook;

/** A notification that cannot be accepted; the message names the field and the fault and is answered to the sender. */
final class BadNotification extends RuntimeException {
    private final int status;

    BadNotification(String detail) {
        this(400, detail);
    }

    BadNotification(int status, String detail) {
        super(detail);
        this.status = status;
    }

    int status() {
        return status;
    }
}
