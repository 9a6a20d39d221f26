package io.aftercall.analyze;

import io.aftercall.ingest.CallFailed;
import io.aftercall.ingest.CallProgress;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads from a record's place and headers which stage it comes from, how that went, and which stage it is for. */
record Trail(IndexedEvent event) {
    private static final Logger LOG = LoggerFactory.getLogger(Trail.class);

    /** The visits that an event of the line itself tells of: the stage that published it, the stage that takes it. */
    Stream<StageVisit> ofLine(CallState reached, Instant at) {
        Stream<StageVisit> from = Stage.reaching(reached).stream()
                .map(stage -> StageVisit.done(stage, run(stage, at).orElse(null), ended(at)));
        Stream<StageVisit> to = Stage.fedBy(event.topic()).stream()
                .flatMap(stage -> Stream.ofNullable(event.position()).map(input -> StageVisit.given(stage, input)));
        return Stream.concat(from, to);
    }

    Stream<StageVisit> of(CallFailed failed) {
        return Stage.named(failed.stage()).stream()
                .map(stage -> StageVisit.failed(stage, run(stage, failed.at()).orElse(null), ended(failed.at())));
    }

    Stream<StageVisit> of(CallProgress progress) {
        String reason = progress.waitingFor();
        return Stage.named(progress.stage()).stream().map(stage -> {
            if (progress.atWork()) {
                Instant since = instant("started").orElse(progress.at());
                return StageVisit.atWork(stage, new AtWork(since, progress.attempts(), progress.at()));
            }
            if (reason == null) {
                // There is no result to tell a redo by, so all count as one and the first shows.
                return StageVisit.done(stage, run(stage, Instant.EPOCH).orElse(null), ended(progress.at()));
            }
            // Of a call that met an outage before its first attempt, the stage knows no start.
            Instant since =
                    instant(progress.attempts() == 0 ? "received" : "started").orElse(progress.at());
            return StageVisit.waiting(
                    stage, new Waiting(reason, since, progress.until(), progress.attempts(), progress.at()));
        });
    }

    /** How {@code stage} went, if the headers tell and are that stage's own. */
    private Optional<StageRun> run(Stage stage, Instant at) {
        if (!stage.function().equals(event.headers().get("stage"))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new StageRun(
                    at,
                    Instant.parse(header("received")),
                    Instant.parse(header("started")),
                    Instant.parse(header("ce_time")),
                    Integer.parseInt(header("attempts")),
                    Long.parseLong(header("waited"))));
        } catch (DateTimeException | NumberFormatException e) {
            LOG.warn(
                    "call {}: times of stage {} are left out: {}",
                    String.valueOf(event.key()),
                    stage.function(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    /** Not before the stage's input was written, by the clock of whoever wrote that, which may be ahead of the stage's. */
    private Instant ended(Instant otherwise) {
        Instant ended = instant("ce_time").orElse(otherwise);
        return instant("input").filter(ended::isBefore).orElse(ended);
    }

    private Optional<Instant> instant(String name) {
        try {
            return Optional.ofNullable(event.headers().get(name)).map(Instant::parse);
        } catch (DateTimeException e) {
            LOG.warn("call {}: header {} is left out: {}", String.valueOf(event.key()), name, e.getMessage());
            return Optional.empty();
        }
    }

    private String header(String name) {
        return event.headers().getOrDefault(name, "");
    }
}
