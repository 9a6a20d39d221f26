package io.aftercall.infra.rescore;

import io.aftercall.analyze.Rubric;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.RecordedCalls;
import io.aftercall.ingest.Submissions;
import io.aftercall.transcribe.CallTranscribed;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which calls are to be judged again, and by what.
 *
 * @param rubric the rubric they are all judged by from now on; absent: the one each is judged by anyway
 * @param from of the call's end, inclusive, else of its first notification
 * @param until exclusive
 */
record Plan(
        @Nullable Rubric rubric,
        @Nullable Instant from,
        @Nullable Instant until) {

    /** Whether it is of the time that is meant. */
    boolean covers(List<CallHungUp> facts) {
        Instant ended = RecordedCalls.joined(facts).timing().end();
        return covers(ended == null ? facts.getFirst().receivedAt() : ended);
    }

    /** A conversation that was handed in is judged by the mode it was handed in for, and by no other. */
    boolean leavesOut(Call call) {
        return rubric != null && call.source().equals(Submissions.SOURCE);
    }

    private boolean covers(Instant time) {
        return (from == null || !time.isBefore(from)) && (until == null || time.isBefore(until));
    }

    private Call asWanted(Call call) {
        return rubric == null ? call : call.correctedBy(askingFor(call, rubric));
    }

    /** What was said in the call as it is to be judged. */
    CallTranscribed asWanted(CallTranscribed said) {
        return new CallTranscribed(asWanted(said.call()), said.recording(), said.transcript(), said.at());
    }

    /** Nothing but the wish. */
    static Call askingFor(Call call, Rubric rubric) {
        return new Call(
                call.key(),
                call.source(),
                call.callId(),
                null,
                null,
                null,
                null,
                Call.Timing.UNKNOWN,
                Call.Ending.UNKNOWN,
                new Call.References(null, null, null, rubric.id(), null, null));
    }
}
