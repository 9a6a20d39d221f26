package io.aftercall.simulator.speech;

/** Frames {@code from} to {@code to} of the upload are those of the track, {@code lag} frames later there. */
record Piece(int from, int to, int lag, double likeness) {
    int length() {
        return to - from;
    }
}
