package io.aftercall.transcribe;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was said in a call.
 *
 * @param language ISO 639-1 code as the model named it, absent when it did not or nothing was said
 * @param durationMs length of the decoded recording
 * @param speechMs time with speech, summed over the channels
 * @param utterances in order of their start; empty when there is no speech
 * @param model the speech model that was asked
 * @param input hash over the recording and everything that shapes the result: the same input gives this transcript again
 */
public record Transcript(
        @Nullable String language,
        long durationMs,
        long speechMs,
        List<Utterance> utterances,
        String model,
        String input,
        Instant at) {

    public Transcript {
        utterances = List.copyOf(utterances);
    }

    public boolean hasSpeech() {
        return !utterances.isEmpty();
    }
}
