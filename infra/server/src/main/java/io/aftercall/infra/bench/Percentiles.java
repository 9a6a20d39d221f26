package io.aftercall.infra.bench;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Durations from the shortest to the longest, in milliseconds. */
final class Percentiles {
    private final double[] sorted;

    private Percentiles(double[] sorted) {
        this.sorted = sorted;
    }

    static Percentiles of(Collection<Double> millis) {
        double[] sorted =
                millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Percentiles(sorted);
    }

    /** The smallest one that at least this share of all does not exceed; 0 when there is none at all. */
    double at(double share) {
        if (sorted.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
    }

    /** For the JSON file: p50, p95, p99 and the longest. */
    Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("count", sorted.length);
        map.put("p50", at(0.5));
        map.put("p95", at(0.95));
        map.put("p99", at(0.99));
        map.put("max", at(1));
        return map;
    }
}
