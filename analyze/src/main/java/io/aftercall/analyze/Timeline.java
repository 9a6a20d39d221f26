package io.aftercall.analyze;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/** Joins timelines; order and repetition of what is joined do not matter. */
final class Timeline {
    private Timeline() {}

    static List<TimelineEntry> merged(List<TimelineEntry> one, List<TimelineEntry> other) {
        Map<String, TimelineEntry> entries = new TreeMap<>();
        Stream.of(one, other)
                .flatMap(Collection::stream)
                .forEach(entry -> entries.merge(entry.identity(), entry, Timeline::keep));
        return entries.values().stream()
                .filter(entry -> entries.values().stream().noneMatch(success -> success.clears(entry)))
                .sorted(TimelineEntry.IN_TIME)
                .toList();
    }

    /** The first hangup is when the call came in; of everything else the latest counts. */
    private static TimelineEntry keep(TimelineEntry one, TimelineEntry other) {
        return one.stage() == CallState.HUNG_UP
                ? BinaryOperator.minBy(TimelineEntry.IN_TIME).apply(one, other)
                : BinaryOperator.maxBy(TimelineEntry.IN_TIME).apply(one, other);
    }
}
