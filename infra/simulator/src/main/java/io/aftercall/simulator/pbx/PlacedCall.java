package io.aftercall.simulator.pbx;

import io.aftercall.simulator.calls.SampleCall;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A call that was made and has ended.
 *
 * @param run begins its id
 * @param number of the call in its run, from 1
 * @param talkedMillis of talk, after some seconds of ringing
 * @param pbxUrl the simulator's own address
 */
public record PlacedCall(SampleCall call, String run, int number, long talkedMillis, Instant end, String pbxUrl) {
    private static final long RINGING_MILLIS = 6_000;

    public String id() {
        return run + call.id();
    }

    public boolean outbound() {
        return !"inbound".equals(call.direction());
    }

    public String caller() {
        return call.caller() == null ? "" : call.caller();
    }

    public String callee() {
        return call.callee() == null ? "" : call.callee();
    }

    public Instant answered() {
        return end.minusMillis(talkedMillis);
    }

    public Instant started() {
        return answered().minusMillis(RINGING_MILLIS);
    }

    /** From dialling. */
    public long durationMillis() {
        return talkedMillis + RINGING_MILLIS;
    }

    /** Whole seconds, as most systems count. */
    public long talkedSeconds() {
        return Math.round(talkedMillis / 1000.0);
    }

    public String recordingUrl() {
        return pbxUrl + "/recordings/"
                + URLEncoder.encode(call.fileName(), StandardCharsets.UTF_8).replace("+", "%20");
    }
}
