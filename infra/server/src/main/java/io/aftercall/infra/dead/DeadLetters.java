package io.aftercall.infra.dead;

import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.infra.line.KafkaSettings;
import io.aftercall.infra.line.TopicReader;
import io.aftercall.infra.line.Topics;
import io.aftercall.ingest.CallFailed;
import io.aftercall.ingest.TransientFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads the dead letters from Kafka whenever it is asked; the topics are the only place they are kept in. */
final class DeadLetters {
    private static final int CALLS_AT_ONCE = 100;

    private final KafkaSettings kafka;
    private final CallIndex index;

    DeadLetters(KafkaSettings kafka, CallIndex index) {
        this.kafka = kafka;
        this.index = index;
    }

    /**
     * What a person should see to, newest first and without the events.
     *
     * @param unchecked why it could not be told which failures a later success has overcome; null: those are left out
     */
    record Standing(List<DeadLetter> letters, @Nullable String unchecked) {}

    /** A stage of a call: it has at most one failure that counts, the latest. */
    private record Place(String callKey, String stage) {}

    /** @throws TransientFailure when Kafka is away */
    Standing standing(@Nullable Stage stage) {
        Reading reading = new Reading();
        try (TopicReader topics = TopicReader.open(kafka)) {
            topics.readAll(LetterId.TOPICS, reading::take);
        }
        List<DeadLetter> letters = reading.letters().stream()
                .filter(letter -> stage == null || letter.stage() == stage)
                .sorted(Comparator.comparing(DeadLetter::at).reversed().thenComparing(letter -> letter.id()
                        .toString()))
                .toList();
        try {
            return new Standing(withoutOvercome(letters), null);
        } catch (TransientFailure e) {
            return new Standing(letters, e.getMessage());
        }
    }

    /** One with its event, whether it was replayed or not. */
    Optional<DeadLetter> find(LetterId id) {
        try (TopicReader topics = TopicReader.open(kafka)) {
            return topics.find(new TopicPartition(id.topic(), id.partition()), id.offset())
                    .flatMap(DeadLetter::of);
        }
    }

    private List<DeadLetter> withoutOvercome(List<DeadLetter> letters) {
        List<DeadLetter> left = new ArrayList<>();
        for (int from = 0; from < letters.size(); from += CALLS_AT_ONCE) {
            List<DeadLetter> some = letters.subList(from, Math.min(letters.size(), from + CALLS_AT_ONCE));
            Map<String, CallDocument> calls =
                    index.find(some.stream().map(DeadLetter::callKey).toList());
            some.stream()
                    .filter(letter -> !isOvercome(letter, calls.get(letter.callKey())))
                    .forEach(left::add);
        }
        return left;
    }

    private static boolean isOvercome(DeadLetter letter, @Nullable CallDocument call) {
        CallFailed failed = letter.failed();
        return failed != null && call != null && call.hasOvercome(failed);
    }

    /** What the topics hold, folded as it is read, so that events are not kept in memory. */
    private static final class Reading {
        private final Map<Place, DeadLetter> failures = new HashMap<>();
        private final Map<Place, Instant> replayed = new HashMap<>();
        private final List<DeadLetter> unreadable = new ArrayList<>();
        private final Set<String> sentAgain = new HashSet<>();

        private void take(ConsumerRecord<byte[], byte[]> record) {
            if (record.topic().equals(Topics.FAILED)) {
                DeadLetter.failure(record).ifPresent(failed -> take(record, failed));
            } else {
                DeadLetter.header(record, "sent-again").ifPresent(sentAgain::add);
                DeadLetter.of(record).map(DeadLetter::withoutEvent).ifPresent(unreadable::add);
            }
        }

        private void take(ConsumerRecord<byte[], byte[]> record, CallFailed failed) {
            Place place = new Place(failed.callKey(), failed.stage());
            if (failed.replayedAt() != null) {
                replayed.merge(place, failed.at(), (one, other) -> one.isAfter(other) ? one : other);
            }
            DeadLetter.of(record)
                    .map(DeadLetter::withoutEvent)
                    .ifPresent(letter -> failures.merge(
                            place, letter, (one, other) -> one.at().isAfter(other.at()) ? one : other));
        }

        private List<DeadLetter> letters() {
            List<DeadLetter> letters = new ArrayList<>();
            failures.forEach((place, letter) -> {
                if (letter.at().isAfter(replayed.getOrDefault(place, Instant.MIN))) {
                    letters.add(letter);
                }
            });
            unreadable.stream()
                    .filter(letter -> !sentAgain.contains(letter.id().toString()))
                    .forEach(letters::add);
            return letters;
        }
    }
}
