package io.aftercall.infra.bench;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Calls posted and waited for, and what that took.
 *
 * @param cpuMillis by process
 * @param others CPU milliseconds this machine has spent on processes that are not ours meanwhile
 * @param refused webhooks not answered with 2xx
 * @param documents of these calls in the index
 * @param results events on {@code calls.analyzed} of these calls
 */
record Phase(
        List<PostedCall> calls,
        double perSecondAsked,
        Instant start,
        Instant end,
        double seconds,
        Map<String, Long> cpuMillis,
        long others,
        int refused,
        long documents,
        long results,
        StandIns.Counts counts,
        List<String> reminders) {
    /** How exact a time until found is, beside the index's own refresh every second. */
    static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    static Phase run(
            String url,
            List<PostedCall> calls,
            double perSecond,
            Processes processes,
            StandIns standIns,
            Topic analyzed)
            throws IOException, InterruptedException {
        Map<String, Long> before = processes.cpuMillis();
        long machineBefore = Usage.machineMillis();
        Poster poster = new Poster(url);
        Searcher searcher = new Searcher(url);
        Instant start = Instant.now();
        long began = System.nanoTime();
        watch(calls, perSecond, poster, searcher);
        Map<String, Long> cpu = new LinkedHashMap<>();
        processes.cpuMillis().forEach((name, millis) -> cpu.put(name, millis - before.getOrDefault(name, 0L)));
        long ours = cpu.values().stream().mapToLong(Long::longValue).sum();
        long others = Usage.machineMillis() - machineBefore - ours;
        long last = calls.stream().mapToLong(PostedCall::foundAt).max().orElse(began);
        return new Phase(
                calls,
                perSecond,
                start,
                Instant.now(),
                (last - began) / 1e9,
                cpu,
                Math.max(0, others),
                poster.refused(),
                searcher.documents(calls),
                results(calls, analyzed),
                standIns.counts(),
                standIns.reminders());
    }

    private static void watch(List<PostedCall> calls, double perSecond, Poster poster, Searcher searcher)
            throws IOException, InterruptedException {
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<?> posting = thread.submit(() -> {
                poster.post(calls, perSecond);
                return true;
            });
            int missing = calls.size();
            long progress = System.nanoTime();
            while (missing > 0 && System.nanoTime() - progress < PATIENCE.toNanos()) {
                Thread.sleep(LOOK_EVERY);
                int found = searcher.look(calls);
                missing -= found;
                progress = found > 0 ? System.nanoTime() : progress;
            }
            posting.cancel(true);
        }
    }

    private static long results(List<PostedCall> calls, Topic analyzed) {
        Map<String, Integer> byKey = analyzed.read().byKey();
        return calls.stream()
                .mapToLong(call -> byKey.getOrDefault(call.key(), 0))
                .sum();
    }

    double perSecond() {
        return calls.size() / seconds;
    }

    Percentiles webhook() {
        return Percentiles.of(calls.stream()
                .filter(PostedCall::isPosted)
                .map(PostedCall::webhookMillis)
                .toList());
    }

    Percentiles searchable() {
        return Percentiles.of(calls.stream()
                .filter(PostedCall::isFound)
                .map(PostedCall::searchableMillis)
                .toList());
    }

    long lost() {
        return calls.stream().filter(call -> !call.isFound()).count();
    }

    long failed() {
        return calls.stream().filter(PostedCall::hasFailed).count();
    }

    long duplicatedReminders() {
        return reminders.size() - reminders.stream().distinct().count();
    }

    double perCall(String endpoint) {
        return (double) counts.requests(endpoint) / calls.size();
    }

    /** CPU milliseconds of all of our processes. */
    long cpuTotal() {
        return cpuMillis.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The least a run with these latencies under this cap can take, in milliseconds, CPU apart. */
    long idealMillis(int cap) {
        return Math.max(
                IdealSchedule.millis(counts.latencies(StandIns.SPEECH), cap),
                IdealSchedule.millis(counts.latencies(StandIns.MODEL), cap));
    }

    /** What nothing can undercut, as a share of what it took. */
    double shareOfIdeal(int cap, int cores) {
        return Math.max((double) idealMillis(cap), (double) cpuTotal() / cores) / (seconds * 1000);
    }
}
