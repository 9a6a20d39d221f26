package io.aftercall.analyze;

import io.aftercall.ingest.CallFailed;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.CallProgress;
import io.aftercall.ingest.CallRecorded;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.ingest.Undecodable;
import io.aftercall.transcribe.CallTranscribed;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what the events of the whole line say into the {@link CallIndex}, in batches, whatever their order and number. */
public final class CallIndexer {
    public static final String HUNG_UP = "calls.hungup";
    public static final String RECORDED = "calls.recorded";
    public static final String TRANSCRIBED = "calls.transcribed";
    public static final String ANALYZED = "calls.analyzed";
    public static final String FAILED = "calls.failed";
    /** {@link CallProgress}. */
    public static final String PROGRESS = "calls.progress";

    private static final Logger LOG = LoggerFactory.getLogger(CallIndexer.class);

    private final CallIndex index;
    private final Clock clock;

    public CallIndexer(CallIndex index, Clock clock) {
        this.index = index;
        this.clock = clock;
    }

    /**
     * An event that is not in the index and never will be. Nothing else in its batch is affected.
     *
     * @param dead true: send it raw to the topic's dead letters, because it cannot be decoded or only tells how another
     *     event went; false: report a failure of stage {@code index} for the call
     */
    public record Refused(IndexedEvent event, String callKey, boolean dead, String reason) {}

    private record Decoded(IndexedEvent event, CallDocument document) {}

    /**
     * Indexes a batch.
     *
     * @return the events that were refused; all others are stored
     * @throws TransientFailure when the index is away; the whole batch is to be given again
     */
    public List<Refused> index(List<IndexedEvent> events) {
        List<Refused> refused = new ArrayList<>();
        List<Decoded> decoded = new ArrayList<>();
        for (IndexedEvent event : events) {
            try {
                decoded.add(new Decoded(event, decode(event)));
            } catch (Undecodable | IllegalArgumentException e) {
                refused.add(new Refused(event, String.valueOf(event.key()), true, reason(event, e)));
            }
        }
        doubtful(decoded).stream().flatMap(this::alone).forEach(refused::add);
        return refused;
    }

    /** Merges all of them, and returns those that may not be stored. */
    private List<Decoded> doubtful(List<Decoded> all) {
        Map<String, PermanentFailure> failures;
        try {
            failures = index.merge(all.stream().map(Decoded::document).toList());
        } catch (TransientFailure e) {
            throw e;
        } catch (RuntimeException e) {
            // Something of one call, such as a stored document that nobody can read: it must not stop the others.
            LOG.warn("{} events cannot be indexed together and are each by itself", all.size(), e);
            return all;
        }
        return all.stream()
                .filter(each -> failures.containsKey(each.document.callKey()))
                .toList();
    }

    /** It was refused together with other events of the batch; only the one that is at fault is to be given back. */
    private Stream<Refused> alone(Decoded each) {
        boolean dead = each.event.topic().equals(FAILED) || each.event.topic().equals(PROGRESS);
        return failures(each.document).map(reason -> new Refused(each.event, each.document.callKey(), dead, reason));
    }

    private Stream<String> failures(CallDocument document) {
        try {
            return index.merge(List.of(document)).values().stream()
                    .map(failure -> String.valueOf(failure.getMessage()));
        } catch (TransientFailure e) {
            throw e;
        } catch (Undecodable e) {
            return Stream.of(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return Stream.of("call %s cannot be indexed: %s".formatted(document.callKey(), e));
        }
    }

    private CallDocument decode(IndexedEvent event) {
        byte[] json = event.bytes();
        Trail trail = new Trail(event);
        return switch (event.topic()) {
            case HUNG_UP -> {
                CallHungUp hungUp = Complete.of(CallJson.read(json, CallHungUp.class));
                yield CallDocument.of(hungUp).with(trail.ofLine(CallState.HUNG_UP, hungUp.receivedAt()));
            }
            case RECORDED -> {
                CallRecorded recorded = Complete.of(CallJson.read(json, CallRecorded.class));
                yield CallDocument.of(recorded).with(trail.ofLine(CallState.RECORDED, recorded.at()));
            }
            case TRANSCRIBED -> {
                CallTranscribed transcribed = Complete.of(CallJson.read(json, CallTranscribed.class));
                yield CallDocument.of(transcribed).with(trail.ofLine(CallState.TRANSCRIBED, transcribed.at()));
            }
            case ANALYZED -> {
                CallAnalyzed analyzed = Complete.of(CallJson.read(json, CallAnalyzed.class));
                yield CallDocument.of(analyzed)
                        .with(trail.ofLine(CallState.ANALYZED, analyzed.at()))
                        .searchable(clock.instant());
            }
            case FAILED -> {
                CallFailed failed = Complete.of(CallJson.read(json, CallFailed.class));
                CallDocument document = CallDocument.of(failed);
                // That a failure is history was said by a person and not by the stage.
                yield failed.replayedAt() == null ? document.with(trail.of(failed)) : document;
            }
            case PROGRESS -> {
                CallProgress progress = Complete.of(CallJson.read(json, CallProgress.class));
                yield CallDocument.visited(progress.callKey(), trail.of(progress));
            }
            default -> throw new IllegalArgumentException("no event of the line");
        };
    }

    private static String reason(IndexedEvent event, RuntimeException e) {
        return "event of %s with key %s: %s".formatted(event.topic(), event.key(), e.getMessage());
    }
}
