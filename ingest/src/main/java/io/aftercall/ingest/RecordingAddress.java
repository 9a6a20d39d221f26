package io.aftercall.ingest;

/**
 * Where a recording is that has no address of its own: its telephony system gives one for a moment, on a signed request. Everything
 * else is a URL or a path, as received.
 */
public final class RecordingAddress {
    public static final String MANGO = "mango:";
    public static final String ZADARMA = "zadarma:";

    private RecordingAddress() {}

    public static String mango(String recordingId) {
        return MANGO + recordingId;
    }

    public static String zadarma(String callId) {
        return ZADARMA + callId;
    }
}
