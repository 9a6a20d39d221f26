package io.aftercall.transcribe;

import io.aftercall.ingest.Calls;
import io.aftercall.ingest.Recording;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Transcripts as they come out of this stage, for the tests of this and later stages. */
public final class Transcripts {
    public static final Instant AT = Calls.ENDED.plusSeconds(5);

    private static final long LINE_MS = 3_000;
    private static final long PAUSE_MS = 1_000;

    private Transcripts() {}

    /** Lines such as {@code "agent: Good morning."}, {@code "customer: ..."} or {@code "unknown: ..."}, four seconds apart. */
    public static Transcript aTranscript(String... lines) {
        return aTranscriptIn("en", lines);
    }

    public static Transcript aTranscriptIn(String language, String... lines) {
        List<Utterance> utterances = new ArrayList<>();
        for (String line : lines) {
            String[] parts = line.split(":", 2);
            long start = PAUSE_MS + utterances.size() * (LINE_MS + PAUSE_MS);
            utterances.add(new Utterance(
                    "u" + (utterances.size() + 1),
                    Utterance.Speaker.valueOf(parts[0].strip().toUpperCase(Locale.ROOT)),
                    start,
                    start + LINE_MS,
                    parts[1].strip()));
        }
        return new Transcript(
                lines.length == 0 ? null : language,
                PAUSE_MS + lines.length * (LINE_MS + PAUSE_MS),
                lines.length * LINE_MS,
                utterances,
                "whisper-1",
                "1f".repeat(32),
                AT);
    }

    public static CallTranscribed aTranscribedCall(String callId, String... lines) {
        return aTranscribedCall(callId, aTranscript(lines));
    }

    public static CallTranscribed aTranscribedCall(String callId, Transcript transcript) {
        return new CallTranscribed(Calls.aCall(callId), aRecording(), transcript, transcript.at());
    }

    public static CallTranscribed aCallNobodyAnswered(String callId) {
        return new CallTranscribed(Calls.aCallNobodyAnswered(callId), null, null, Calls.ENDED.plusSeconds(2));
    }

    public static Recording aRecording() {
        return new Recording(
                "recording.2b2b2b2b2b2b.wav", 960_044, "2b".repeat(32), "audio/wav", Calls.ENDED.plusSeconds(2));
    }
}
