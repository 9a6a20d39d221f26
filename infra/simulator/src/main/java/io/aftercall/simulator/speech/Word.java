package io.aftercall.simulator.speech;

/**
 * A word as written (with its punctuation) and where it stands, in frames of 10 ms. The anchor is the frame in the
 * middle of its sound: who hears the anchor has heard the word. Words of one turn share its number.
 */
record Word(String text, boolean spaced, int turn, int channel, int start, int end, int anchor) {
    /** As OpenAI gives single words: without punctuation around them. */
    String bare() {
        String bare = text.replaceAll("^[\\p{P}\\p{S}]+|[\\p{P}\\p{S}]+$", "");
        return bare.isEmpty() ? text : bare;
    }
}
