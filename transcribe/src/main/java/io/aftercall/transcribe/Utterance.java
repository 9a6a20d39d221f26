package io.aftercall.transcribe;

/**
 * Something one person said without a longer pause.
 *
 * @param id names it within its transcript: u1, u2, ... in order of start
 * @param startMs milliseconds from the start of the original recording, or of the first of several
 * @param endMs likewise, after {@code startMs}; both are 0 in a conversation that was written down
 */
public record Utterance(String id, Speaker speaker, long startMs, long endMs, String text) {
    /** The same in a call of which {@code ms} went before, as its utterance number {@code n}. */
    Utterance later(long ms, int n) {
        return new Utterance("u" + n, speaker, startMs + ms, endMs + ms, text);
    }

    /** Who speaks; {@code UNKNOWN} where both are on one channel and the model does not tell them apart. */
    public enum Speaker {
        AGENT,
        CUSTOMER,
        UNKNOWN
    }
}
