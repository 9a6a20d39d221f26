package io.aftercall.infra.rescore;

import io.aftercall.analyze.Rubric;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.RecordedCalls;
import io.aftercall.ingest.Submissions;
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

    /** A conversation that was handed in is judged by the mode it was handed in for. */
    boolean covers(List<CallHungUp> facts) {
        Call call = RecordedCalls.joined(facts);
        Instant ended = call.timing().endedAt();
        boolean free = rubric == null || !call.source().equals(Submissions.SOURCE);
        return free && covers(ended == null ? facts.getFirst().receivedAt() : ended);
    }

    private boolean covers(Instant time) {
        return (from == null || !time.isBefore(from)) && (until == null || time.isBefore(until));
    }

    /** The call as it is to be judged. */
    Call asWanted(Call call) {
        return rubric == null ? call : call.correctedBy(askingFor(call, rubric));
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
