package io.aftercall.infra.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The whole line's figures.
 *
 * @param samples of the application's CPU during the backlog, by owner
 */
record LineRun(BenchOptions options, Phases phases, Map<String, Long> samples) {
    private static final int SAMPLE_MILLIS = 10;

    /**
     * @param backlog all calls posted as fast as they are taken
     * @param steady calls at a pace the line can keep
     * @param peaks most memory of each process, in MB
     */
    record Phases(Phase backlog, Phase steady, Map<String, Long> peaks) {}

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("backlog", figures(phases.backlog()));
        map.put("steady", figures(phases.steady()));
        map.put("applicationCpuMillisPerCallByOwner", byOwner());
        map.put("peakMegabytes", phases.peaks());
        return map;
    }

    private Map<String, Object> figures(Phase phase) {
        int count = phase.calls().size();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("calls", count);
        map.put("perSecondAsked", phase.perSecondAsked());
        map.put("callsPerSecond", phase.perSecond());
        map.put("seconds", phase.seconds());
        map.put("searchableMillis", phase.searchable().asMap());
        map.put("searchableResolutionMillis", Phase.LOOK_EVERY.toMillis());
        map.put("webhookMillis", phase.webhook().asMap());
        map.put("cpuMillisPerCall", perCall(phase));
        map.put("cpuSecondsOfOtherProcesses", phase.others() / 1000.0);
        map.put("modelRequestsPerCall", phase.perCall(StandIns.MODEL));
        map.put("speechRequestsPerCall", phase.perCall(StandIns.SPEECH));
        map.put("mostSpeechInFlight", phase.counts().mostInFlight(StandIns.SPEECH));
        map.put("mostModelInFlight", phase.counts().mostInFlight(StandIns.MODEL));
        map.put("lost", phase.lost());
        map.put("failed", phase.failed());
        map.put("webhooksRefused", phase.refused());
        map.put("duplicatedDocuments", phase.documents() - count);
        map.put("duplicatedResults", phase.results() - count);
        map.put("reminders", phase.reminders().size());
        map.put("duplicatedReminders", phase.duplicatedReminders());
        map.put("idealSecondsOfLatencies", phase.idealMillis(options.inFlight()) / 1000.0);
        map.put("idealSecondsOfCpu", phase.cpuTotal() / 1000.0 / cores());
        map.put("shareOfIdeal", phase.shareOfIdeal(options.inFlight(), cores()));
        return map;
    }

    private static Map<String, Object> perCall(Phase phase) {
        Map<String, Object> map = new LinkedHashMap<>();
        phase.cpuMillis()
                .forEach((name, millis) ->
                        map.put(name, (double) millis / phase.calls().size()));
        return map;
    }

    private Map<String, Object> byOwner() {
        Map<String, Object> map = new LinkedHashMap<>();
        long counted = 0;
        for (Map.Entry<String, Long> each : samples.entrySet()) {
            counted += each.getValue() * SAMPLE_MILLIS;
            map.put(
                    each.getKey(),
                    (double) each.getValue()
                            * SAMPLE_MILLIS
                            / phases.backlog().calls().size());
        }
        long all = phases.backlog().cpuMillis().getOrDefault(Processes.APPLICATION, 0L);
        map.put(
                "JVM itself",
                (double) (all - counted) / phases.backlog().calls().size());
        return map;
    }

    void show(Table table) {
        Phase backlog = phases.backlog();
        Phase steady = phases.steady();
        table.head("The whole line", "all at once", "at 60 % of that");
        both(table, "calls", backlog.calls().size(), steady.calls().size());
        both(table, "calls/s", backlog.perSecond(), steady.perSecond());
        for (double share : new double[] {0.5, 0.95, 0.99}) {
            String name = "hangup to searchable, p%.0f, s".formatted(share * 100);
            both(
                    table,
                    name,
                    backlog.searchable().at(share) / 1000,
                    steady.searchable().at(share) / 1000);
        }
        for (double share : new double[] {0.5, 0.99}) {
            String name = "webhook, p%.0f, ms".formatted(share * 100);
            both(table, name, backlog.webhook().at(share), steady.webhook().at(share));
        }
        for (String process : backlog.cpuMillis().keySet()) {
            both(table, "CPU ms per call, " + process, perCall(backlog, process), perCall(steady, process));
        }
        both(table, "CPU s of processes that are not ours", backlog.others() / 1000.0, steady.others() / 1000.0);
        both(table, "model requests per call", backlog.perCall(StandIns.MODEL), steady.perCall(StandIns.MODEL));
        both(table, "speech requests per call", backlog.perCall(StandIns.SPEECH), steady.perCall(StandIns.SPEECH));
        both(table, "lost", backlog.lost(), steady.lost());
        both(table, "failed", backlog.failed(), steady.failed());
        both(
                table,
                "duplicated documents, results",
                backlog.documents() + backlog.results() - 2L * backlog.calls().size(),
                steady.documents() + steady.results() - 2L * steady.calls().size());
        both(table, "duplicated reminders", backlog.duplicatedReminders(), steady.duplicatedReminders());
        table.row("share of max(ideal schedule, CPU / cores)", "%.3f".formatted(share(backlog)));
        table.head("CPU ms per call inside the application", "all at once");
        byOwner().forEach((owner, millis) -> table.row(owner, "%.1f".formatted((Double) millis)));
        table.head("Most memory held, MB", "");
        phases.peaks().forEach((name, peak) -> table.row(name, String.valueOf(peak)));
    }

    private double share(Phase phase) {
        return phase.shareOfIdeal(options.inFlight(), cores());
    }

    private static double perCall(Phase phase, String process) {
        return (double) phase.cpuMillis().getOrDefault(process, 0L)
                / phase.calls().size();
    }

    private static void both(Table table, String name, double one, double other) {
        table.row(name, "%.1f".formatted(one), "%.1f".formatted(other));
    }

    private static void both(Table table, String name, long one, long other) {
        table.row(name, String.valueOf(one), String.valueOf(other));
    }
}
