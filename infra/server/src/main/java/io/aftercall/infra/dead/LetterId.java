package io.aftercall.infra.dead;

import io.aftercall.infra.line.Topics;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where a dead letter lies; written {@code failed-3-17} or {@code recorded.dead-0-4}, short enough to type. */
record LetterId(String topic, int partition, long offset) {
    private static final String PREFIX = "calls.";
    private static final Pattern FORM = Pattern.compile("([a-z.]{1,50})-(\\d{1,6})-(\\d{1,18})");

    /** All topics dead letters lie in: failures, and beside each topic of the line what could not be read. */
    static final List<String> TOPICS = Stream.concat(
                    Stream.of(Topics.FAILED), Topics.INDEXED.stream().map(Topics::dead))
            .toList();

    static LetterId of(ConsumerRecord<?, ?> record) {
        return new LetterId(record.topic(), record.partition(), record.offset());
    }

    /** @throws BadRequest when no dead letter can have this id */
    static LetterId parse(String text) {
        Matcher matcher = FORM.matcher(text);
        String topic = matcher.matches() ? PREFIX + matcher.group(1) : "";
        if (!TOPICS.contains(topic)) {
            throw new BadRequest(404, "no dead letter can have the id '%s'".formatted(text));
        }
        return new LetterId(topic, Integer.parseInt(matcher.group(2)), Long.parseLong(matcher.group(3)));
    }

    @Override
    public String toString() {
        return topic.substring(PREFIX.length()) + "-" + partition + "-" + offset;
    }
}
