package io.aftercall.infra.bench;

import java.util.Collection;
import java.util.PriorityQueue;

/** How long work would take if nothing but its own latencies and a cap on what is in flight held it up. */
final class IdealSchedule {
    private IdealSchedule() {}

    /** List scheduling: each goes, in this order, to the place that is free first. In milliseconds, like the latencies. */
    static long millis(Collection<Long> latencies, int cap) {
        PriorityQueue<Long> freeAt = new PriorityQueue<>();
        long end = 0;
        for (long latency : latencies) {
            long start = freeAt.size() < cap ? 0 : freeAt.remove();
            freeAt.add(start + latency);
            end = Math.max(end, start + latency);
        }
        return end;
    }
}
