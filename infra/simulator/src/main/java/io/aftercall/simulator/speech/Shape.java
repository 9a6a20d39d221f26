package io.aftercall.simulator.speech;

import org.jspecify.annotations.Nullable;

/** A stretch of loudness without its level and gain: mean 0, length 1. */
final class Shape {
    private static final int BLOCK = 2048;

    private final float[] values;

    private Shape(float[] values) {
        this.values = values;
    }

    int length() {
        return values.length;
    }

    /** Null when the stretch is flat, for then it looks like nothing and everything. */
    static @Nullable Shape of(float[] loudness, int from, int to) {
        double sum = 0;
        double squares = 0;
        for (int i = from; i < to; i++) {
            sum += loudness[i];
            squares += loudness[i] * loudness[i];
        }
        double mean = sum / (to - from);
        double spread = squares - sum * mean;
        if (spread <= 1e-6 * squares || squares == 0) {
            return null;
        }
        float[] values = new float[to - from];
        for (int i = from; i < to; i++) {
            values[i - from] = (float) ((loudness[i] - mean) / Math.sqrt(spread));
        }
        return new Shape(values);
    }

    /** Correlation with the track at one position; 0 outside of it or where the track is flat. */
    double likeness(float[] track, int at) {
        int n = values.length;
        if (at < 0 || at + n > track.length) {
            return 0;
        }
        double sum = 0;
        double squares = 0;
        double product = 0;
        for (int i = 0; i < n; i++) {
            float value = track[at + i];
            sum += value;
            squares += value * value;
            product += value * values[i];
        }
        return ratio(product, sum, squares, n);
    }

    /** The same in steps twice as long. */
    Shape halved() {
        float[] halves = new float[values.length / 2];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = values[2 * i] + values[2 * i + 1];
        }
        Shape shape = of(halves, 0, halves.length);
        return shape == null ? new Shape(halves) : shape;
    }

    /**
     * Correlation with the track at every position from {@code low} up to, not including, {@code high}. The inner loop
     * is where the time goes. It becomes vector instructions because what it reads and what it writes are arrays of
     * different types, which cannot be the same array; with two of floats it takes four times as long.
     */
    float[] likenesses(int[] track, int low, int high) {
        int n = values.length;
        float[] result = new float[Math.max(0, high - low)];
        for (int block = 0; block < result.length; block += BLOCK) {
            int end = Math.min(result.length, block + BLOCK);
            for (int k = 0; k < n; k++) {
                float value = values[k];
                int shift = low + k;
                for (int i = block; i < end; i++) {
                    result[i] += value * track[shift + i];
                }
            }
        }
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < result.length; i++) {
            for (int j = i == 0 ? low : low + i + n - 1; j < low + i + n; j++) {
                double come = track[j];
                sum += come;
                squares += come * come;
            }
            result[i] = result[i] <= 0 ? 0 : (float) ratio(result[i], sum, squares, n);
            double gone = track[low + i];
            sum -= gone;
            squares -= gone * gone;
        }
        return result;
    }

    private static double ratio(double product, double sum, double squares, int n) {
        double spread = squares - sum * sum / n;
        return spread <= 1e-6 * squares || squares == 0 ? 0 : product / Math.sqrt(spread);
    }
}
