package io.aftercall.simulator.speech;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Lays one upload along one track. Whoever dropped silence has moved later speech forward, so the lag only ever grows:
 * lags are proposed window by window, the cheapest growing path through them is chosen, and what it leaves unexplained
 * is searched once more between its neighbours.
 */
final class Alignment {
    static final int WINDOW = 128;
    private static final int BLOCK = 4;
    private static final float MOST = 0.4f;
    private static final float JUMP = 1.5f;
    private static final double SURE = 0.95;
    private static final double WORTHWHILE = 0.4;
    private static final double LIKELY = 0.85;
    private static final int SHORTEST = 30;
    /** Blocks in a row unlike the track that end a piece. */
    private static final int STRANGE = 5;

    private final float[] upload;
    private final Track track;
    private final Finder finder;
    private final float loud;
    private final TreeSet<Integer> lags = new TreeSet<>();
    private final List<Double> gains = new ArrayList<>();

    Alignment(float[] upload, Track track, float loud) {
        this.upload = upload;
        this.track = track;
        this.finder = new Finder(upload);
        this.loud = loud;
    }

    /** The pieces of the upload found on the track, in order; empty when they are hardly any. */
    List<Piece> pieces(List<Integer> firstLags) {
        lags.addAll(firstLags);
        int window = Math.min(WINDOW, upload.length);
        for (int from = 0; from + window <= upload.length; from += window / 2) {
            propose(from, from + window, 0, track.fine.length, LIKELY);
        }
        if (lags.isEmpty() || gains.isEmpty()) {
            return List.of();
        }
        List<Piece> pieces = path();
        // A track of another recording explains little, and its gaps are not worth the search.
        for (int known = 0; known < lags.size() && explained(pieces) > WORTHWHILE; ) {
            known = lags.size();
            fillGaps(pieces);
            pieces = lags.size() > known ? path() : pieces;
        }
        return pieces;
    }

    /** Share of the upload's sound that the pieces account for, less where they are less like it. */
    double explained(List<Piece> pieces) {
        double all = 0;
        for (float value : upload) {
            all += value > loud / 4 ? value : 0;
        }
        double explained = 0;
        for (Piece piece : pieces) {
            for (int i = piece.from(); i < piece.to(); i++) {
                explained += upload[i] > loud / 4 ? upload[i] * Math.pow(piece.likeness(), 2) : 0;
            }
        }
        return explained / all;
    }
    /** Adds the lag at which a window of the upload is found best, unless a known one fits. */
    private void propose(int from, int to, int low, int high, double enough) {
        Shape shape = mean(from, to) < loud / 4 ? null : Shape.of(upload, from, to);
        if (shape == null) {
            return;
        }
        int best = 0;
        double likeness = 0;
        for (int lag : lags) {
            double here = from + lag >= low && to + lag <= high ? shape.likeness(track.fine, from + lag) : 0;
            if (here > likeness) {
                likeness = here;
                best = lag;
            }
        }
        if (likeness < SURE) {
            for (Finder.Hit hit : finder.find(List.of(track), from, to, 2, low, high)) {
                boolean inside = from + hit.lag() >= low && to + hit.lag() <= high;
                if (inside && hit.likeness() > Math.max(likeness, enough)) {
                    likeness = hit.likeness();
                    best = hit.lag();
                }
            }
        }
        if (likeness >= enough) {
            lags.add(best);
            gains.add(gain(from, to, best));
        }
    }

    void dump() {
        System.out.println(lags + " " + gains);
    }

    private double mean(int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += upload[i];
        }
        return sum / (to - from);
    }

    private double gain(int from, int to, int lag) {
        double product = 0;
        double squares = 0;
        for (int i = from; i < to; i++) {
            product += upload[i] * track.fine[i + lag];
            squares += track.fine[i + lag] * track.fine[i + lag];
        }
        return product / squares;
    }

    private List<Piece> path() {
        int[] states = lags.stream().mapToInt(Integer::intValue).toArray();
        float gain =
                (float) gains.stream().sorted().toList().get(gains.size() / 2).doubleValue();
        int blocks = (upload.length + BLOCK - 1) / BLOCK;
        short[][] cameFrom = new short[blocks][states.length];
        float[] cost = new float[states.length];
        for (int b = 0; b < blocks; b++) {
            // The cheapest way into a lag is to have had it, or a jump from the cheapest smaller one.
            short smaller = 0;
            float cheapest = Float.MAX_VALUE;
            for (short s = 0; s < states.length; s++) {
                float stay = cost[s];
                float jump = cheapest + JUMP;
                cameFrom[b][s] = jump < stay ? smaller : s;
                cost[s] = Math.min(stay, jump) + difference(b * BLOCK, states[s], gain);
                if (stay < cheapest) {
                    cheapest = stay;
                    smaller = s;
                }
            }
        }
        return runs(states, cameFrom, cost, gain);
    }

    /** How far a block of the upload is from the track at this lag, as a share of the upload's loud parts. */
    private float difference(int from, int lag, float gain) {
        int to = Math.min(upload.length, from + BLOCK);
        float sum = 0;
        for (int i = from; i < to; i++) {
            int at = i + lag;
            float there = at < 0 || at >= track.fine.length ? 0 : track.fine[at] * gain;
            sum += Math.abs(upload[i] - there);
        }
        return Math.min(MOST, sum / ((to - from) * loud));
    }

    private List<Piece> runs(int[] states, short[][] cameFrom, float[] cost, float gain) {
        int state = 0;
        for (int s = 1; s < states.length; s++) {
            state = cost[s] < cost[state] ? s : state;
        }
        int[] lagOfBlock = new int[cameFrom.length];
        for (int b = cameFrom.length - 1; b >= 0; b--) {
            lagOfBlock[b] = states[state];
            state = cameFrom[b][state];
        }
        List<Piece> pieces = new ArrayList<>();
        int start = 0;
        int strange = 0;
        for (int b = 0; b < lagOfBlock.length; b++) {
            boolean jumped = b > 0 && lagOfBlock[b] != lagOfBlock[b - 1];
            if (jumped) {
                addIfLike(pieces, start * BLOCK, (b - strange) * BLOCK, lagOfBlock[b - 1]);
                start = b;
                strange = 0;
            }
            boolean fits = difference(b * BLOCK, lagOfBlock[b], gain) < MOST;
            if (fits && strange >= STRANGE) {
                addIfLike(pieces, start * BLOCK, (b - strange) * BLOCK, lagOfBlock[b]);
                start = b;
            }
            strange = fits ? 0 : strange + 1;
        }
        int end = Math.min((lagOfBlock.length - strange) * BLOCK, upload.length);
        addIfLike(pieces, start * BLOCK, end, lagOfBlock[lagOfBlock.length - 1]);
        return pieces;
    }

    private void addIfLike(List<Piece> pieces, int from, int to, int lag) {
        int first = Math.max(from, -lag);
        int last = Math.min(to, track.fine.length - lag);
        Shape shape = last - first < SHORTEST ? null : Shape.of(upload, first, last);
        double likeness = shape == null ? 0 : shape.likeness(track.fine, first + lag);
        if (likeness > 0.8) {
            pieces.add(new Piece(first, last, lag, likeness));
        }
    }

    private void fillGaps(List<Piece> pieces) {
        int end = 0;
        int low = 0;
        for (int i = 0; i <= pieces.size(); i++) {
            int from = i < pieces.size() ? pieces.get(i).from() : upload.length;
            int high = i < pieces.size() ? from + pieces.get(i).lag() : track.fine.length;
            if (from - end >= SHORTEST) {
                for (int at = end; at + SHORTEST <= from; at += WINDOW / 4) {
                    propose(at, Math.min(from, at + WINDOW / 2), low, high, LIKELY);
                }
            }
            if (i < pieces.size()) {
                end = pieces.get(i).to();
                low = end + pieces.get(i).lag();
            }
        }
    }
}
