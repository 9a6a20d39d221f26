package io.aftercall.simulator.speech;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The places in tracks that a stretch of the upload looks like. */
final class Finder {
    /** A stretch of the upload from its frame {@code from} was found: track frame = upload frame + lag. */
    record Hit(Track track, int lag, double likeness) {}

    private static final double ROUGH_LIKENESS = 0.6;
    private static final int HITS_PER_TRACK = 3;

    private final float[] upload;

    Finder(float[] upload) {
        this.upload = upload;
    }

    /** Looks through whole tracks. */
    List<Hit> find(List<Track> tracks, int from, int to, int most) {
        return find(tracks, from, to, most, 0, Integer.MAX_VALUE);
    }

    /** Looks through frames low to high of the tracks in steps of 20 ms, then places the best hits to 10 ms. Best first. */
    List<Hit> find(List<Track> tracks, int from, int to, int most, int low, int high) {
        Shape shape = Shape.of(upload, from, to);
        if (shape == null) {
            return List.of();
        }
        Shape rough = shape.halved();
        List<Hit> hits = new ArrayList<>();
        for (Track track : tracks) {
            int end = Math.min(high / 2, track.coarse.length) - rough.length() + 1;
            addPeaks(hits, track, rough.likenesses(track.coarse, low / 2, end), low / 2 * 2 - from);
        }
        hits.sort(Comparator.comparingDouble(Hit::likeness).reversed());
        return hits.stream()
                .limit(most)
                .map(hit -> placed(shape, hit, from))
                .sorted(Comparator.comparingDouble(Hit::likeness).reversed())
                .toList();
    }

    private static void addPeaks(List<Hit> hits, Track track, float[] likeness, int firstLag) {
        int[] best = new int[HITS_PER_TRACK];
        int count = 0;
        for (int i = 0; i < likeness.length; i++) {
            float here = likeness[i];
            boolean peak = here > ROUGH_LIKENESS
                    && (i == 0 || here >= likeness[i - 1])
                    && (i + 1 == likeness.length || here > likeness[i + 1]);
            if (peak && (count < best.length || here > likeness[best[count - 1]])) {
                int place = Math.min(count, best.length - 1);
                for (; place > 0 && here > likeness[best[place - 1]]; place--) {
                    best[place] = best[place - 1];
                }
                best[place] = i;
                count = Math.min(count + 1, best.length);
            }
        }
        for (int i = 0; i < count; i++) {
            hits.add(new Hit(track, firstLag + 2 * best[i], likeness[best[i]]));
        }
    }

    private static Hit placed(Shape shape, Hit rough, int from) {
        Hit best = new Hit(rough.track(), rough.lag(), 0);
        for (int lag = rough.lag() - 2; lag <= rough.lag() + 2; lag++) {
            double likeness = shape.likeness(rough.track().fine, from + lag);
            if (likeness > best.likeness()) {
                best = new Hit(rough.track(), lag, likeness);
            }
        }
        return best;
    }
}
