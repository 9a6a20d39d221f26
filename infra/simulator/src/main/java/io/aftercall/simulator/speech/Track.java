package io.aftercall.simulator.speech;

/**
 * A channel of a recording (or its mix) to be found again: loudness per 10 ms and, for the wide search, per 20 ms, with
 * half a second of silence added at both ends because coders lengthen what they code.
 */
final class Track {
    /** Frames of silence before the first real frame; even, so that both grids agree. */
    static final int PAD = 50;

    static final int MIX = -1;

    final int recording;
    final int channel;
    final float[] fine;
    final int[] coarse;

    Track(int recording, int channel, float[] loudness) {
        this.recording = recording;
        this.channel = channel;
        this.fine = new float[loudness.length + 2 * PAD];
        System.arraycopy(loudness, 0, fine, PAD, loudness.length);
        this.coarse = halved(fine);
    }

    /** Pairs of frames together, as whole numbers: see {@link Shape#likenesses}. */
    private static int[] halved(float[] fine) {
        int[] coarse = new int[fine.length / 2];
        for (int i = 0; i < coarse.length; i++) {
            coarse[i] = Math.round((fine[2 * i] + fine[2 * i + 1]) * 500);
        }
        return coarse;
    }

    boolean carries(Word word) {
        return channel == MIX || channel == word.channel();
    }
}
