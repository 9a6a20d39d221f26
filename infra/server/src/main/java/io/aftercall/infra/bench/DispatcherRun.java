package io.aftercall.infra.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The dispatcher's figures beside those of a plain function. */
record DispatcherRun(Way dispatcher, Way plain) {

    /**
     * One way for the same events.
     *
     * @param cap requests in flight at most
     * @param results that came out
     * @param millis from the first request to the last result
     * @param latencies the simulator drew, in the order of the requests
     * @param cpuMillis of the process that runs the stage
     */
    record Way(int cap, int events, int results, long millis, List<Long> latencies, long cpuMillis) {
        double perSecond() {
            return results * 1000.0 / millis;
        }

        /** What its own cap would allow. */
        double shareOfIdeal() {
            return (double) IdealSchedule.millis(latencies, cap) / millis;
        }

        private Map<String, Object> asMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("cap", cap);
            map.put("events", events);
            map.put("lost", Math.max(0, events - results));
            map.put("duplicated", Math.max(0, results - events));
            map.put("seconds", millis / 1000.0);
            map.put("idealSeconds", IdealSchedule.millis(latencies, cap) / 1000.0);
            map.put("shareOfIdeal", shareOfIdeal());
            map.put("eventsPerSecond", perSecond());
            map.put("cpuMillisPerEvent", (double) cpuMillis / events);
            map.put(
                    "meanLatencyMillis",
                    latencies.stream().mapToLong(Long::longValue).average().orElse(0));
            return map;
        }
    }

    Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("dispatcher", dispatcher.asMap());
        map.put("plainFunction", plain.asMap());
        return map;
    }

    void show(Table table) {
        table.head("Dispatcher: one slow HTTP request an event", "dispatcher", "plain function");
        table.row("in flight at most", whole(dispatcher.cap()), whole(plain.cap()));
        table.row("events", whole(dispatcher.events()), whole(plain.events()));
        table.row("events/s", one(dispatcher.perSecond()), one(plain.perSecond()));
        table.row("seconds", one(dispatcher.millis() / 1000.0), one(plain.millis() / 1000.0));
        table.row(
                "share of the ideal schedule under its cap",
                "%.3f".formatted(dispatcher.shareOfIdeal()),
                "%.3f".formatted(plain.shareOfIdeal()));
        table.row(
                "lost, duplicated",
                whole(dispatcher.events() - dispatcher.results()),
                whole(plain.events() - plain.results()));
    }

    private static String whole(long number) {
        return String.valueOf(number);
    }

    private static String one(double number) {
        return "%.1f".formatted(number);
    }
}
