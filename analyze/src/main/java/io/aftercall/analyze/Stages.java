package io.aftercall.analyze;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Joins visits to one per stage; order and repetition of what is joined do not matter. */
final class Stages {
    private Stages() {}

    static List<StageVisit> merged(Stream<StageVisit> visits) {
        Map<Stage, StageVisit> merged = new EnumMap<>(Stage.class);
        visits.forEach(visit -> merged.merge(visit.stage(), visit, StageVisit::merge));
        return List.copyOf(merged.values());
    }
}
