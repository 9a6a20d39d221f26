package io.aftercall.simulator.speech;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The recordings an upload may be from, found by looking for its loudest windows in all of them. */
final class Candidates {
    private static final int HITS = 150;
    private static final int MOST = 4;
    private static final int SHORTEST = 20;
    /** A track that never comes this near to the best one of its recording is another party's channel. */
    private static final double NEAR = 0.05;

    private static final double LIKELY = 0.8;

    private final List<Track> tracks;
    private final float[] upload;
    private final int window;
    private final List<Integer> places = new ArrayList<>();
    private final Map<Integer, Double> votes = new HashMap<>();
    private final Map<Track, List<Finder.Hit>> hits = new LinkedHashMap<>();
    private int looked;

    Candidates(List<Track> tracks, float[] upload) {
        this.tracks = tracks;
        this.upload = upload;
        this.window = Math.min(Alignment.WINDOW, upload.length);
        int parts = window < SHORTEST ? 0 : Math.clamp(upload.length / (3L * window + 1), 1, 6);
        for (int part = 0; part < parts; part++) {
            int low = (int) ((long) upload.length * part / parts);
            int high = (int) ((long) upload.length * (part + 1) / parts);
            // From the middle on: calls begin and end alike.
            places.add(places.size() / 2, loudest(low, high));
        }
    }

    /** Looks for the windows not yet looked for, up to so many; false when there are none left. */
    boolean look(int upTo) {
        int before = looked;
        for (; looked < Math.min(upTo, places.size()); looked++) {
            int from = places.get(looked);
            Map<Integer, Double> bests = new HashMap<>();
            for (Finder.Hit hit : new Finder(upload).find(tracks, from, from + window, HITS)) {
                bests.merge(hit.track().recording, hit.likeness(), Math::max);
                hits.computeIfAbsent(hit.track(), t -> new ArrayList<>()).add(hit);
            }
            // Only what is close to certain counts: speech is like speech.
            bests.forEach((recording, likeness) -> votes.merge(recording, Math.pow(likeness, 12), Double::sum));
        }
        return looked > before;
    }

    /** Tracks by recording, the likeliest recording first, with the lags at which windows were seen there. */
    List<Map<Track, List<Integer>>> best() {
        return votes.entrySet().stream()
                .sorted(Map.Entry.<Integer, Double>comparingByValue(Comparator.reverseOrder()))
                .limit(MOST)
                .map(vote -> ofRecording(vote.getKey()))
                .toList();
    }

    private Map<Track, List<Integer>> ofRecording(int recording) {
        Map<Track, Double> best = new LinkedHashMap<>();
        hits.forEach((track, seen) -> {
            if (track.recording == recording) {
                best.put(
                        track,
                        seen.stream().mapToDouble(Finder.Hit::likeness).max().orElse(0));
            }
        });
        double most =
                best.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
        Map<Track, List<Integer>> lags = new LinkedHashMap<>();
        best.forEach((track, likeness) -> {
            if (likeness >= most - NEAR) {
                lags.put(track, likelyLags(track));
            }
        });
        return lags;
    }

    private List<Integer> likelyLags(Track track) {
        return hits.getOrDefault(track, List.of()).stream()
                .filter(hit -> hit.likeness() > LIKELY)
                .map(Finder.Hit::lag)
                .toList();
    }

    private int loudest(int low, int high) {
        int best = low;
        double most = -1;
        for (int from = low; from + window <= high; from += 8) {
            double sum = 0;
            for (int i = from; i < from + window; i++) {
                sum += upload[i];
            }
            if (sum > most) {
                most = sum;
                best = from;
            }
        }
        return Math.min(best, upload.length - window);
    }
}
