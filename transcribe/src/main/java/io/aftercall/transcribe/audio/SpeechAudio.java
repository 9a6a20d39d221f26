package io.aftercall.transcribe.audio;

import java.util.List;

/**
 * A decoded recording, cut down to its speech.
 *
 * @param channels 1, or 2 when each party has its own
 * @param durationMs of the recording
 * @param chunks by channel and time; empty when nobody spoke
 */
public record SpeechAudio(int channels, long durationMs, List<Chunk> chunks) {
    public SpeechAudio {
        chunks = List.copyOf(chunks);
    }

    /** Time with speech, summed over the channels. */
    public long speechMs() {
        return chunks.stream()
                .flatMap(chunk -> chunk.pieces().stream())
                .mapToLong(Piece::speechMs)
                .sum();
    }
}
