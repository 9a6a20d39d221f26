package io.aftercall.analyze;

import io.aftercall.analyze.CallAnalysis.Requests;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.transcribe.Transcript;

/** Reads a transcript with a rubric in hand and says what it found where. What that is worth is decided elsewhere. */
public interface Judge {
    /** How this judge judges by {@code rubric}: part of what names the result. */
    CallAnalysis.Engine engine(Rubric rubric);

    /** A proposal, and what it took to get it. */
    record Found(Proposal proposal, Requests requests) {}

    /** What judging is likely to cost, by the length of what was said; none where it costs nothing. */
    default Tokens likely(Transcript transcript, Rubric rubric, Call call) {
        return Tokens.NONE;
    }

    /**
     * @param transcript with speech
     * @param askedBefore false where it is certain that there is no answer about this call yet
     * @throws UnusableAnswer when what came back can never be read
     * @throws TransientFailure when the judge is away
     * @throws PermanentFailure when it refuses this call
     */
    Found propose(Transcript transcript, Rubric rubric, Call call, boolean askedBefore);
}
