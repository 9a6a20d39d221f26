package io.aftercall.infra.dead;

import io.aftercall.analyze.AnalyzedCalls;
import io.aftercall.analyze.CallIndex;
import io.aftercall.infra.line.EventPublisher;
import io.aftercall.infra.line.Topics;
import io.aftercall.infra.reindex.FolderDocument;
import io.aftercall.ingest.CallFailed;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.FailedCalls;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.RecordedCalls;
import io.aftercall.ingest.Undecodable;
import io.aftercall.notify.PlannedReminders;
import io.aftercall.transcribe.TranscribedCalls;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Has work done once more: sends the event its stage takes, the failed one itself or one made from what the call folder
 * holds, and notes that the failure is history. In this order, so that a crash in between repeats and loses nothing.
 */
final class Replay {
    private final EventPublisher publisher;
    private final RecordedCalls recorded;
    private final TranscribedCalls transcribed;
    private final AnalyzedCalls analyzed;
    private final FailedCalls failures;
    private final PlannedReminders reminders;
    private final CallIndex index;
    private final FolderDocument folders;
    private final Clock clock;

    Replay(EventPublisher publisher, CallFolder folder, PlannedReminders reminders, CallIndex index, Clock clock) {
        this.publisher = publisher;
        this.recorded = new RecordedCalls(folder);
        this.transcribed = new TranscribedCalls(folder);
        this.analyzed = new AnalyzedCalls(folder);
        this.failures = new FailedCalls(folder);
        this.reminders = reminders;
        this.index = index;
        this.folders = new FolderDocument(folder, reminders);
        this.clock = clock;
    }

    /**
     * What was sent.
     *
     * @param to the topic, or what else took the work up
     */
    record Sent(String id, String callKey, String stage, String to, int bytes) {}

    private record Event(String topic, byte[] json) {}

    /**
     * @param from where to take the work up; null: where it failed
     * @throws BadRequest when an earlier stage's result that is needed is not there
     * @throws io.aftercall.ingest.TransientFailure when Kafka or the call folder is away
     */
    Sent replay(DeadLetter letter, @Nullable Stage from) {
        Stage stage = from == null ? letter.stage() : from;
        if (stage == Stage.RECORD && letter.stage() != Stage.RECORD) {
            recorded.forgetRecording(letter.callKey());
        }
        if (stage == Stage.REMIND
                && reminders.reopen(letter.callKey())
                && letter.topic().isEmpty()) {
            markReplayed(letter);
            return sent(letter, stage, "the reminders that are due", 0);
        }
        Optional<Event> event = stage == letter.stage() && isWhole(letter)
                ? Optional.of(new Event(letter.topic(), letter.event()))
                : rebuilt(letter, stage);
        event.ifPresentOrElse(each -> send(letter, each), () -> indexFolder(letter));
        markReplayed(letter);
        return event.map(each -> sent(letter, stage, each.topic(), each.json().length))
                .orElseGet(() -> sent(letter, stage, "the index", 0));
    }

    /** What would be sent by default, also when the failure was too large to carry its event. */
    byte[] event(DeadLetter letter) {
        return letter.event().length > 0
                ? letter.event()
                : rebuilt(letter, letter.stage()).map(Event::json).orElse(new byte[0]);
    }

    private static Sent sent(DeadLetter letter, Stage stage, String to, int bytes) {
        return new Sent(letter.id().toString(), letter.callKey(), stage.word(), to, bytes);
    }

    /** It carries the event it failed on; a refused reminder is not an event. */
    private static boolean isWhole(DeadLetter letter) {
        return letter.event().length > 0 && !letter.topic().isEmpty();
    }

    private void send(DeadLetter letter, Event event) {
        try {
            publisher.sendAgain(event.topic(), letter.callKey(), event.json());
        } catch (PermanentFailure e) {
            throw new BadRequest(409, String.valueOf(e.getMessage()));
        }
    }

    private void markReplayed(DeadLetter letter) {
        CallFailed failed = letter.failed();
        if (failed == null) {
            publisher.markSentAgain(
                    letter.id().topic(), letter.callKey(), letter.id().toString());
            return;
        }
        CallFailed history = failed.replayed(clock.instant());
        keep(history);
        publisher.sendAgain(Topics.FAILED, letter.callKey(), CallJson.write(history));
    }

    /** Only in the place of the very failure: the stage may have failed again since. */
    private void keep(CallFailed history) {
        failures.stored(history.callKey()).stream()
                .filter(kept ->
                        kept.stage().equals(history.stage()) && !kept.at().isAfter(history.at()))
                .findFirst()
                .ifPresent(kept -> failures.keep(history));
    }

    /** Nothing for the index, which is not sent events but given the call as a whole. */
    private Optional<Event> rebuilt(DeadLetter letter, Stage stage) {
        String key = letter.callKey();
        try {
            return switch (stage) {
                case RECORD -> Optional.of(event(stage, lastFact(key)));
                case TRANSCRIBE -> Optional.of(event(stage, recorded.stored(key), key, "recording", Stage.RECORD));
                case ANALYZE ->
                    Optional.of(event(
                            stage,
                            recorded.stored(key).flatMap(transcribed::stored),
                            key,
                            "transcript",
                            Stage.TRANSCRIBE));
                case REMIND ->
                    Optional.of(event(
                            stage,
                            recorded.stored(key).flatMap(each -> analyzed.stored(each.call())),
                            key,
                            "analysis",
                            Stage.ANALYZE));
                case INDEX -> Optional.empty();
            };
        } catch (Undecodable e) {
            throw new BadRequest(409, "the folder of call %s cannot be read: %s".formatted(key, e.getMessage()));
        }
    }

    private CallHungUp lastFact(String key) {
        List<CallHungUp> facts = recorded.facts(key);
        if (facts.isEmpty()) {
            throw new BadRequest(409, "nothing is known of call " + key + ", so it cannot be recorded again");
        }
        return facts.getLast();
    }

    private static Event event(Stage stage, Optional<?> stored, String key, String missing, Stage earlier) {
        return event(
                stage,
                stored.orElseThrow(() -> new BadRequest(
                        409,
                        "call %s has no %s yet, which %s needs; replay it from --stage=%s"
                                .formatted(key, missing, stage.word(), earlier.word()))));
    }

    private static Event event(Stage stage, Object event) {
        return new Event(stage.input(), CallJson.write(event));
    }

    private void indexFolder(DeadLetter letter) {
        try {
            folders.of(letter.callKey()).ifPresent(document -> {
                Map<String, PermanentFailure> refused = index.merge(List.of(document));
                refused.values().forEach(failure -> {
                    throw new BadRequest(409, String.valueOf(failure.getMessage()));
                });
            });
        } catch (Undecodable e) {
            throw new BadRequest(
                    409, "the folder of call %s cannot be read: %s".formatted(letter.callKey(), e.getMessage()));
        }
    }
}
