package io.aftercall.analyze;

import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallFailed;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.CallProgress;
import io.aftercall.ingest.CallRecorded;
import io.aftercall.ingest.Recording;
import io.aftercall.transcribe.CallTranscribed;
import io.aftercall.transcribe.Transcript;
import org.jspecify.annotations.Nullable;

/**
 * Gives an event back when it has all that its record promises; JSON itself lets everything be absent, and one such event
 * must not stop the others of its batch.
 */
final class Complete {
    private Complete() {}

    static CallHungUp of(CallHungUp event) {
        call(event.call());
        present("receivedAt", event.receivedAt());
        return event;
    }

    static CallRecorded of(CallRecorded event) {
        call(event.call());
        present("at", event.at());
        recording(event.recording());
        return event;
    }

    static CallTranscribed of(CallTranscribed event) {
        call(event.call());
        present("at", event.at());
        recording(event.recording());
        Transcript transcript = event.transcript();
        if (transcript != null) {
            present("transcript.at", transcript.at());
            transcript.utterances().forEach(utterance -> {
                present("utterance's id", utterance.id());
                present("utterance's speaker", utterance.speaker());
                present("utterance's text", utterance.text());
            });
        }
        return event;
    }

    static CallAnalyzed of(CallAnalyzed event) {
        call(event.call());
        present("at", event.at());
        present("analysis", event.analysis());
        present("analysis.outcome", event.analysis().outcome());
        present("analysis.engine", event.analysis().engine());
        present("analysis.at", event.analysis().at());
        return event;
    }

    static CallFailed of(CallFailed event) {
        present("callKey", event.callKey());
        present("stage", event.stage());
        present("reason", event.reason());
        present("at", event.at());
        return event;
    }

    static CallProgress of(CallProgress event) {
        present("callKey", event.callKey());
        present("stage", event.stage());
        present("at", event.at());
        return event;
    }

    private static void call(@Nullable Call call) {
        present("call", call);
        if (call != null) {
            present("call.timing", call.timing());
            present("call.ending", call.ending());
            present("call.references", call.references());
        }
    }

    private static void recording(@Nullable Recording recording) {
        if (recording != null) {
            present("recording.storedAt", recording.storedAt());
        }
    }

    private static void present(String name, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException("it has no " + name);
        }
    }
}
