package io.aftercall.transcribe;

/**
 * Something one person said without a longer pause.
 *
 * @param id names it within its transcript: u1, u2, ... in order of start
 * @param startMs milliseconds from the start of the original recording, or of the first of several
 * @param endMs likewise, after {@code startMs}; both are 0 in a conversation that was written down
 */
public record Utterance(String id, Speaker speaker, long startMs, long endMs, String text) {
    Utterance named(String name) {
        return new Utterance(name, speaker, startMs, endMs, text);
    }

    /** Who speaks; {@code UNKNOWN} where both are on one channel and the model does not tell them apart. */
    public enum Speaker {
        AGENT,
        CUSTOMER,
        UNKNOWN
    }
}
