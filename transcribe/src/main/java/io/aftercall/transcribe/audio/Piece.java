package io.aftercall.transcribe.audio;

/**
 * A stretch of the recording as it lies in a chunk, in frames of 10 ms: the time map from one to the other.
 *
 * @param at where it begins in its chunk
 * @param from where it begins in the recording, a little before the speech
 * @param to where it ends in the recording, a little after the speech
 * @param speechFrom where the speech itself begins in the recording
 * @param speechTo where the speech itself ends in the recording
 */
public record Piece(int at, int from, int to, int speechFrom, int speechTo) {
    /** Length of a frame. */
    public static final int FRAME_MS = 10;

    Piece placedAt(int frame) {
        return new Piece(frame, from, to, speechFrom, speechTo);
    }

    int length() {
        return to - from;
    }

    /** End of this piece in its chunk, milliseconds. */
    public long endsInChunkMs() {
        return (at + length()) * (long) FRAME_MS;
    }

    /** Where its speech begins in its chunk, milliseconds. */
    public long speechInChunkMs() {
        return (at + speechFrom - from) * (long) FRAME_MS;
    }

    public long speechMs() {
        return (speechTo - speechFrom) * (long) FRAME_MS;
    }

    public long speechFromMs() {
        return speechFrom * (long) FRAME_MS;
    }

    public long speechToMs() {
        return speechTo * (long) FRAME_MS;
    }

    /** A time in the chunk as a time in the recording, never outside this piece's speech. */
    public long toRecording(long chunkMs) {
        long ms = (from - at) * (long) FRAME_MS + chunkMs;
        return Math.clamp(ms, speechFromMs(), speechToMs());
    }
}
