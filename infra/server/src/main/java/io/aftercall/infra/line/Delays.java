package io.aftercall.infra.line;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The delay topics of a topic: {@code <topic>.later.1m}. Each has one fixed delay, so that what comes first in a partition
 * is due first.
 *
 * @param steps shortest first
 */
record Delays(List<Duration> steps) {

    /**
     * The delay for a record that has to wait: no longer than it has to as far as that is known, and otherwise no longer
     * than a sixth of what it has waited already, so that it is not late by much when an outage ends.
     */
    Duration of(Duration wait, Duration waited) {
        Duration sixth = waited.dividedBy(6);
        Duration most = wait.compareTo(sixth) > 0 ? wait : sixth;
        return shorter().reversed().stream()
                .filter(step -> step.compareTo(most) <= 0)
                .findFirst()
                .orElse(steps.getFirst());
    }

    /**
     * The delay for a record that is brought back before, as soon as what all there wait for answers: others would hold it
     * up, as only the first of a partition is looked at.
     */
    Duration untilItAnswers() {
        return steps.getLast();
    }

    private List<Duration> shorter() {
        return steps.size() == 1 ? steps : steps.subList(0, steps.size() - 1);
    }

    static String topic(String topic, Duration delay) {
        return topic + ".later." + spoken(delay);
    }

    /** {@code 10m}. */
    static String spoken(Duration delay) {
        return delay.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    List<String> topics(String topic) {
        return steps.stream().map(step -> topic(topic, step)).toList();
    }
}
