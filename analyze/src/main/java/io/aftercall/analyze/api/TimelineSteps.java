package io.aftercall.analyze.api;

import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallState;
import io.aftercall.analyze.Position;
import io.aftercall.analyze.Stage;
import io.aftercall.analyze.StageRun;
import io.aftercall.analyze.StageVisit;
import io.aftercall.analyze.Stuck;
import io.aftercall.analyze.TimelineEntry;
import io.aftercall.analyze.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The timeline of a call's page: its stages in their order, how each went, and where it is held up. */
final class TimelineSteps {
    private final CallDocument document;
    private final Wording wording;
    private final Labels labels;

    TimelineSteps(CallDocument document, Wording wording) {
        this.document = document;
        this.wording = wording;
        this.labels = wording.labels();
    }

    /** Each stage done, failed, held up or still to come; what was skipped or never needed is left out. */
    List<Map<String, Object>> steps() {
        List<Map<String, Object>> steps = new ArrayList<>();
        List<TimelineEntry> failures = document.timeline().stream()
                .filter(TimelineEntry::tellsOfFailure)
                .collect(Collectors.toList());
        for (CallState state : CallState.values()) {
            List<TimelineEntry> failed = failures.stream()
                    .filter(failure -> state == CallState.FAILED || failure.failedToReach() == state)
                    .toList();
            failures.removeAll(failed);
            Optional<StageVisit> visit = visit(state);
            Optional<Instant> at = document.reachedAt(state).filter(reached -> state != CallState.FAILED);
            if (at.isPresent() || (failed.isEmpty() && stillToCome(state, visit))) {
                String kind = at.isPresent() ? "done" : "waiting";
                steps.add(step(held(visit).orElse(kind), labels.get("state_" + state.jsonName()), at, visit));
            }
            failed.forEach(failure -> steps.add(step(
                    "failed",
                    labels.of("failed", Wording.text(failure.failedStage())),
                    Optional.of(failure.at()),
                    at.isPresent() ? Optional.empty() : visit)));
        }
        return steps;
    }

    /** From hanging up to being found, for people; empty while that is not known. */
    String total() {
        return document.hangupToSearchable()
                .map(total -> labels.get("hangupToSearchable").formatted(wording.span(total.toMillis())))
                .orElse("");
    }

    /** {@code Stuck since ...}, and when it was driven again; empty for a call that is not. */
    Optional<Map.Entry<String, String>> stuck() {
        return document.stuck()
                .map(stuck -> Map.entry(
                        labels.get("stuckSince").formatted(clock(stuck.since())),
                        labels.get("drivenAgain").formatted(clock(stuck.foundAt()))));
    }

    /** {@code Waiting for ...}, and since and until when. */
    Optional<Map.Entry<String, String>> waiting() {
        return document.waiting().map(waiting -> Map.entry(waitingFor(waiting), sinceUntil(waiting)));
    }

    private Optional<StageVisit> visit(CallState state) {
        return Arrays.stream(Stage.values())
                .filter(stage -> stage.reaches() == state)
                .findFirst()
                .flatMap(document::visit);
    }

    private boolean stillToCome(CallState state, Optional<StageVisit> visit) {
        boolean onItsWay =
                document.analysis() == null && state != CallState.HUNG_UP && state.compareTo(CallState.ANALYZED) <= 0;
        return onItsWay || held(visit).isPresent();
    }

    private Optional<Stuck> stuckIn(Optional<StageVisit> visit) {
        return document.stuck()
                .filter(stuck ->
                        visit.map(StageVisit::stuck).filter(stuck::equals).isPresent());
    }

    private Optional<String> held(Optional<StageVisit> visit) {
        return stuckIn(visit).isPresent()
                ? Optional.of("stuck")
                : visit.map(StageVisit::waiting).map(waiting -> "held");
    }

    private Map<String, Object> step(String kind, String label, Optional<Instant> at, Optional<StageVisit> visit) {
        return Map.of(
                "kind",
                kind,
                "label",
                label,
                "at",
                at.map(this::clock).orElse(""),
                "figures",
                visit.flatMap(StageVisit::run).map(this::figures).orElse(List.of()),
                "note",
                note(visit));
    }

    private List<String> figures(StageRun run) {
        List<String> figures = new ArrayList<>();
        figures.add(labels.get("queue") + " " + wording.span(run.queueMs()));
        figures.add(labels.get("service") + " " + wording.span(run.serviceMs()));
        if (run.waitedMs() > 0) {
            figures.add(labels.get("waited") + " " + wording.span(run.waitedMs()));
        }
        figures.add(labels.get("attempts") + " " + run.attempts());
        return figures;
    }

    private String note(Optional<StageVisit> visit) {
        return stuckIn(visit)
                .map(stuck -> labels.get("stuckSince").formatted(clock(stuck.since())))
                .or(() ->
                        visit.map(StageVisit::waiting).map(waiting -> waitingFor(waiting) + " " + sinceUntil(waiting)))
                .or(() -> visit.map(StageVisit::atWork)
                        .map(work -> labels.get("atWorkSince").formatted(clock(work.since()), work.attempts())))
                .or(() -> visit.filter(here ->
                                document.stage().filter(here.stage()::equals).isPresent())
                        .map(StageVisit::input)
                        .map(Position::writtenAt)
                        .map(at -> labels.get("queuedSince").formatted(clock(at))))
                .orElse("");
    }

    private String waitingFor(Waiting waiting) {
        return wording.waiting(waiting.reason());
    }

    private String sinceUntil(Waiting waiting) {
        Instant until = waiting.until();
        String since = clock(waiting.since());
        return until == null
                ? labels.get("waitingSince").formatted(since)
                : labels.get("waitingSinceUntil").formatted(since, clock(until));
    }

    private String clock(Instant at) {
        return wording.clock(at, document.occurredAt().orElse(at));
    }
}
