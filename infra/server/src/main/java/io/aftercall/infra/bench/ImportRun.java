package io.aftercall.infra.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/** @param perSecond pace of the live calls */
record ImportRun(double perSecond, Phase alone, Phase beside) {
    /** Calls judged meanwhile that were not live. */
    private double importedPerSecond() {
        int judged = beside.counts().requests(StandIns.MODEL) - beside.calls().size();
        return judged / beside.seconds();
    }

    private double ratio(double share) {
        return beside.searchable().at(share) / alone.searchable().at(share);
    }

    Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("liveCalls", alone.calls().size());
        map.put("livePerSecond", perSecond);
        map.put("importedPerSecond", importedPerSecond());
        map.put("searchableMillisAlone", alone.searchable().asMap());
        map.put("searchableMillisBesideImport", beside.searchable().asMap());
        map.put("lost", alone.lost() + beside.lost());
        map.put("failed", alone.failed() + beside.failed());
        map.put("p95BesideImportToAlone", ratio(0.95));
        return map;
    }

    void show(Table table) {
        table.head("%.1f live calls/s, hangup to searchable".formatted(perSecond), "alone", "with import", "ratio");
        for (double share : new double[] {0.5, 0.95, 0.99}) {
            table.row(
                    "p%.0f, s".formatted(share * 100),
                    seconds(alone, share),
                    seconds(beside, share),
                    "%.3f".formatted(ratio(share)));
        }
        table.row("imported calls/s", "", "%.1f".formatted(importedPerSecond()), "");
        table.row("lost, failed", count(alone), count(beside), "");
    }

    private static String seconds(Phase phase, double share) {
        return "%.2f".formatted(phase.searchable().at(share) / 1000);
    }

    private static String count(Phase phase) {
        return phase.lost() + ", " + phase.failed();
    }
}
