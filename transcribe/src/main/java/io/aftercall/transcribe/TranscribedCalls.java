package io.aftercall.transcribe;

import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.CallRecorded;
import java.util.Optional;

/** What the call folder holds of this stage. */
public final class TranscribedCalls {
    static final String TRANSCRIPT = "transcript.json";

    private final CallFolder folder;

    public TranscribedCalls(CallFolder folder) {
        this.folder = folder;
    }

    /** Keeps what was said in a call that was written down; the same again does no harm. */
    public void keep(String callKey, Transcript transcript) {
        folder.replace(callKey, TRANSCRIPT, CallJson.write(transcript));
    }

    /**
     * What the {@link Transcriber} made of the call; empty while it is not done.
     *
     * @throws io.aftercall.ingest.Undecodable when a release with another shape of it wrote it
     */
    public Optional<CallTranscribed> stored(CallRecorded recorded) {
        if (recorded.recording() == null) {
            return Optional.of(new CallTranscribed(recorded.call(), null, null, recorded.at()));
        }
        return folder.read(recorded.call().key(), TRANSCRIPT)
                .map(json -> CallJson.read(json, Transcript.class))
                .map(transcript ->
                        new CallTranscribed(recorded.call(), recorded.recording(), transcript, transcript.at()));
    }
}
