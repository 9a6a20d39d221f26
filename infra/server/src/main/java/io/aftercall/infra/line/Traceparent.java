package io.aftercall.infra.line;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** W3C Trace Context header {@code traceparent}, version 00, by which a call's way can be followed through all topics. */
record Traceparent(String traceId, String spanId) {
    private static final Pattern FORMAT = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}");

    static Traceparent start() {
        return new Traceparent(random(16), random(8));
    }

    /** The next step of the trace a record came with, or a new trace when it came with none. */
    static Traceparent after(@Nullable String header) {
        var matcher = FORMAT.matcher(header == null ? "" : header);
        return matcher.matches() ? new Traceparent(matcher.group(1), random(8)) : start();
    }

    @Override
    public String toString() {
        return "00-" + traceId + "-" + spanId + "-01";
    }

    private static String random(int bytes) {
        byte[] id = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(id);
        return HexFormat.of().formatHex(id);
    }
}
