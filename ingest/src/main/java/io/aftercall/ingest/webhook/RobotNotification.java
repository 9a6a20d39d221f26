package io.aftercall.ingest.webhook;

import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallHungUp;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * The robot platform's hangup notification {@code POST /api/hangup_notify}: durations in ms, local times, the recording
 * as a path on its own disk. {@code bill} is the time after the answer, so 0 means that nobody answered.
 */
final class RobotNotification {
    static final String SOURCE = "robot";
    static final String COUNTRY = "CN";
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private RobotNotification() {}

    static CallHungUp read(Fields fields, ZoneId zone, Instant receivedAt) {
        String callId = fields.required("callid");
        String number = fields.required("number");
        Long billMs = fields.millis("bill");
        if (billMs == null) {
            throw new BadNotification("field 'bill' is missing");
        }
        String recording = fields.optional("recordfile");
        Instant startedAt = fields.time("calldatetime", LOCAL, zone, "2019-05-08 19:02:58");
        Long durationMs = fields.millis("duration");
        Instant endedAt = startedAt == null || durationMs == null ? null : startedAt.plusMillis(durationMs);
        // Of a call that nobody answered it would be the end.
        Instant answeredAt = endedAt == null || billMs == 0 ? null : endedAt.minusMillis(billMs);
        Call call = new Call(
                Call.keyOf(SOURCE, callId),
                SOURCE,
                callId,
                null,
                Call.Direction.OUTBOUND,
                fields.optional("calleridnumber"),
                number,
                new Call.Timing(startedAt, answeredAt, endedAt, durationMs, billMs),
                new Call.Ending(fields.optional("cause"), null, fields.optional("code"), fields.optional("da")),
                new Call.References(
                        fields.optional("taskuuid"), null, null, null, null, null, fields.optional("numberid")));
        return new CallHungUp(call, recording, receivedAt, fields.asReceived());
    }
}
