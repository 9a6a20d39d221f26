package io.aftercall.analyze.api;

import io.aftercall.analyze.AtWork;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.Position;
import io.aftercall.analyze.Stage;
import io.aftercall.analyze.StageRun;
import io.aftercall.analyze.StageVisit;
import io.aftercall.analyze.Stuck;
import io.aftercall.analyze.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a call fared in one stage. What is not known (yet) is absent.
 *
 * @param received when the stage's event was written to its topic
 * @param started the first attempt
 * @param attempts the last one included; while the stage is at work on the call, the one under way
 * @param queueMs from received to started
 * @param waitedMs between attempts
 * @param serviceMs from started to finished without the waits
 * @param waiting what it waits for now, since when, and until when at the latest
 * @param stuckSince when something should have been heard of it, for a call that was found left lying here
 */
record StageView(
        Stage stage,
        @Nullable Instant received,
        @Nullable Instant started,
        @Nullable Instant finished,
        @Nullable Integer attempts,
        @Nullable Long queueMs,
        @Nullable Long waitedMs,
        @Nullable Long serviceMs,
        @Nullable Waiting waiting,
        @Nullable Instant stuckSince) {

    static List<StageView> of(CallDocument document) {
        return document.stages().stream()
                .map(visit -> of(visit, document.stuck().filter(stuck -> stuck.equals(visit.stuck()))))
                .toList();
    }

    private static StageView of(StageVisit visit, Optional<Stuck> stuck) {
        AtWork atWork = visit.atWork();
        // What it is at now, and not how it went before.
        Optional<StageRun> run = atWork == null ? visit.run() : Optional.empty();
        return new StageView(
                visit.stage(),
                run.map(StageRun::received)
                        .or(() -> Optional.ofNullable(visit.input()).map(Position::writtenAt))
                        .orElse(null),
                run.map(StageRun::started).orElse(atWork == null ? null : atWork.since()),
                run.map(StageRun::finished).orElse(null),
                run.map(StageRun::attempts).orElse(atWork == null ? null : Integer.valueOf(atWork.attempts())),
                run.map(StageRun::queueMs).orElse(null),
                run.map(StageRun::waitedMs).orElse(null),
                run.map(StageRun::serviceMs).orElse(null),
                visit.waiting(),
                stuck.map(Stuck::since).orElse(null));
    }
}
