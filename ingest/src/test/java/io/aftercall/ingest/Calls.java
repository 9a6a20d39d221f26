package io.aftercall.ingest;

import io.aftercall.ingest.recording.PublicHosts;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Calls as they come out of this stage, for the tests of this and later stages. */
public final class Calls {
    public static final Instant ENDED = Instant.parse("2026-03-02T09:15:30Z");

    private Calls() {}

    public static Call aCall(String callId) {
        return new Call(
                Call.keyOf("generic", callId),
                "generic",
                callId,
                "m-42",
                Call.Direction.OUTBOUND,
                "+74950000001",
                "+74950000002",
                new Call.Timing(ENDED.minusSeconds(70), ENDED.minusSeconds(60), ENDED, 70_000L, 60_000L),
                new Call.Ending("NORMAL_CLEARING", "customer"),
                new Call.References(null, "c-7", null, null, null, null));
    }

    public static Call aCallNobodyAnswered(String callId) {
        Call call = aCall(callId);
        return new Call(
                call.key(),
                call.source(),
                callId,
                call.managerId(),
                call.direction(),
                call.caller(),
                call.callee(),
                new Call.Timing(ENDED.minusSeconds(30), null, ENDED, 30_000L, 0L),
                new Call.Ending("NO_ANSWER", null),
                Call.References.NONE);
    }

    /** The same call, belonging to something else. */
    public static Call of(Call call, Call.References references) {
        return new Call(
                call.key(),
                call.source(),
                call.callId(),
                call.managerId(),
                call.direction(),
                call.caller(),
                call.callee(),
                call.timing(),
                call.ending(),
                references);
    }

    public static CallHungUp aHungUpCall(String callId, String recording) {
        return new CallHungUp(
                aCall(callId),
                recording,
                ENDED.plusSeconds(1),
                Map.of("call_id", callId, "manager_id", "m-42", "recording_url", recording));
    }

    public static CallRecorded aRecordedCall(String callId, Recording recording) {
        return new CallRecorded(aCall(callId), recording, ENDED.plusSeconds(2));
    }

    /** Where conversations are handed in. */
    public static Submissions submissions(CallFolder folder, Hangups published, Clock clock) {
        return new Submissions(folder, published, new PublicHosts(List.of(), "audit-hosts"), clock);
    }
}
