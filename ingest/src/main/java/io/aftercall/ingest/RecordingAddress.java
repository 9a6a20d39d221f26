package io.aftercall.ingest;

/**
 * Where a recording is that has no address of its own: its telephony system gives one for a moment, on a signed request, or there is
 * none. Everything else is a URL or a path, as received.
 */
public final class RecordingAddress {
    public static final String MANGO = "mango:";
    public static final String ZADARMA = "zadarma:";

    /** There is no recording, and none is to be waited for. */
    public static final String NONE = "none:";

    private RecordingAddress() {}

    public static String mango(String recordingId) {
        return MANGO + recordingId;
    }

    public static String zadarma(String callId) {
        return ZADARMA + callId;
    }
}
