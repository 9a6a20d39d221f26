package io.aftercall.analyze;

import io.aftercall.ingest.TransientFailure;
import io.aftercall.transcribe.CallTranscribed;

/**
 * Has calls judged again that were judged offline because the model was away: in some minutes, and then again for as long as it
 * is. Returns only once that is safe; otherwise throws {@link TransientFailure}.
 */
@FunctionalInterface
public interface SecondOpinions {
    void later(CallTranscribed transcribed);
}
