package io.aftercall.analyze;

import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.CallProgress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls on their way through the stages, as their records in Kafka tell; times are in seconds after the end of the call. */
public final class StagedCalls {
    private final CallIndex index;
    private final JudgedCalls.Events events;
    private final Instant end;
    private final CallIndexer indexer;

    /** Of script {@code script}; nothing is indexed yet. */
    public StagedCalls(CallIndex index, String script, String callId, Instant endedAt) {
        this.index = index;
        this.events = JudgedCalls.of(script, callId, endedAt);
        this.end = endedAt;
        this.indexer = new CallIndexer(index, Clock.fixed(endedAt.plusSeconds(28), ZoneOffset.UTC));
    }

    public String key() {
        return events.hungUp().call().key();
    }

    /** Recorded at the second attempt, and given to be transcribed. */
    public StagedCalls recorded() {
        index(CallIndexer.HUNG_UP, 1, events.hungUp(), Map.of());
        index(CallIndexer.RECORDED, 5, events.recorded(), ran("record", 1, 1.04, 4.9, 2, 1_500));
        return this;
    }

    /** Transcribed and judged. */
    public StagedCalls judged() {
        index(CallIndexer.TRANSCRIBED, 20, events.transcribed(), ran("transcribe", 5, 5.02, 19.4, 1, 0));
        index(CallIndexer.ANALYZED, 28, events.analyzed(), ran("analyze", 20, 20.31, 27.2, 1, 0));
        return this;
    }

    public StagedCalls waiting(String stage, String reason, double since, @Nullable Double until, int attempts) {
        Instant at = at(since + 1);
        CallProgress progress = new CallProgress(key(), stage, reason, until == null ? null : at(until), attempts, at);
        index(
                CallIndexer.PROGRESS,
                since + 1,
                progress,
                Map.of("stage", stage, "started", at(since).toString()));
        return this;
    }

    public StagedCalls atWork(String stage, double since, int attempts) {
        Instant at = at(since + 12);
        index(
                CallIndexer.PROGRESS,
                since + 12,
                new CallProgress(key(), stage, null, null, attempts, at, true),
                Map.of("stage", stage, "started", at(since).toString()));
        return this;
    }

    public StagedCalls failed(String stage, double at) {
        index(CallIndexer.FAILED, at, events.failed(stage, at(at)), ran(stage, 5, 5.02, at, 8, 120_000));
        return this;
    }

    public StagedCalls stuck(Stage stage, double since, double foundAt) {
        index.merge(List.of(CallDocument.stuck(key(), stage, new Stuck(at(since), at(foundAt)))));
        return this;
    }

    private void index(String topic, double writtenAt, Object event, Map<String, String> headers) {
        Position position = new Position(topic, 3, 41, at(writtenAt));
        indexer.index(List.of(IndexedEvent.of(position, key(), CallJson.write(event), headers)));
    }

    private Map<String, String> ran(
            String stage, double received, double started, double finished, int attempts, int waitedMs) {
        return Map.of(
                "stage", stage,
                "received", at(received).toString(),
                "started", at(started).toString(),
                "ce_time", at(finished).toString(),
                "attempts", String.valueOf(attempts),
                "waited", String.valueOf(waitedMs));
    }

    private Instant at(double seconds) {
        return end.plusMillis(Math.round(seconds * 1000));
    }
}
