package io.aftercall.analyze.index;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallAnalysis.Criterion;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallRow;
import io.aftercall.analyze.CallState;
import io.aftercall.analyze.Position;
import io.aftercall.analyze.RecordRow;
import io.aftercall.analyze.Reviewed;
import io.aftercall.analyze.StageVisit;
import io.aftercall.ingest.Call;
import io.aftercall.transcribe.Transcript;
import io.aftercall.transcribe.Utterance;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a call: flat fields to search and count by, all derived, and the document they are derived from, which
 * is kept but not indexed.
 */
record CallSource(
        @JsonUnwrapped CallRow row,
        @JsonUnwrapped Times times,
        @JsonUnwrapped Judgement judgement,
        @JsonUnwrapped Queue queue,
        @JsonUnwrapped Filed filed,
        List<String> phones,
        @Nullable String text,
        CallDocument document) {

    /** When it was dialled, answered and ended, and when each stage of the line was done with it. */
    record Times(
            @Nullable Instant startedAt,
            @Nullable Instant answeredAt,
            @Nullable Instant endedAt,
            @Nullable Instant hungUpAt,
            @Nullable Instant recordedAt,
            @Nullable Instant transcribedAt,
            @Nullable Instant analyzedAt,
            @Nullable Instant remindedAt,
            @Nullable Long speechSeconds) {}

    /** What is not in a {@link CallRow} of the analysis. */
    record Judgement(
            @Nullable String levelName,
            @Nullable String intentBand,
            @Nullable String customerType,
            List<String> ruleTags,
            List<String> objections,
            List<String> criteriaMet,
            List<String> criteriaPartly,
            List<String> criteriaMissed,
            @Nullable String nextStep,
            @Nullable Instant nextStepDueAt,
            @Nullable Integer rounds,
            @Nullable String engine,
            @Nullable String model,
            @Nullable Boolean forNow,
            @Nullable Long openObjections,
            List<String> agreements) {}

    /** By which calls are found that were left lying: what the stage was given last, and when to expect something of it. */
    record Queue(
            @Nullable Instant idleSince,
            @Nullable Integer inputPartition,
            @Nullable Long inputOffset) {}

    /**
     * What call records are found by, and the row they are listed as: a column of its own, because a document with its
     * transcript is many times as large. Absent while no notification is here.
     *
     * @param tie see {@link CallRecords#tie}
     * @param taskId by whichever id somebody may ask for it
     * @param recordLevels ids and letters of the level it is listed with
     * @param recordTags ids of the tags it is listed with
     * @param platformLevels JSON of the level that the platform gave it, from which the list of all levels is made
     * @param platformTags likewise of each of its tags
     * @param row JSON of the {@link RecordRow}
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Filed(
            @Nullable Long tie,
            @Nullable String recordId,
            List<String> taskId,
            @Nullable Long billMs,
            @Nullable Integer recordRounds,
            List<String> recordLevels,
            List<String> recordTags,
            List<String> platformLevels,
            List<String> platformTags,
            byte @Nullable [] row) {
        static Filed of(CallDocument document) {
            return RecordRow.of(document)
                    .map(row -> new Filed(
                            CallRecords.tie(row.callKey()),
                            row.recordId(),
                            row.taskIds(),
                            row.billMs(),
                            row.rounds(),
                            row.levels(),
                            row.shownTags(),
                            PlatformLabels.levels(row),
                            PlatformLabels.tags(row),
                            RowJson.write(row)))
                    .orElseGet(() -> new Filed(
                            null, null, List.of(), null, null, List.of(), List.of(), List.of(), List.of(), null));
        }
    }

    static CallSource of(CallDocument document) {
        Transcript transcript = document.transcript();
        return new CallSource(
                CallRow.of(document),
                times(document),
                judgement(document),
                queue(document),
                Filed.of(document),
                document.call().stream()
                        .flatMap(call -> Stream.of(
                                call.caller(),
                                call.callee(),
                                call.e164().caller(),
                                call.e164().callee()))
                        .flatMap(Stream::ofNullable)
                        .map(CallSource::digits)
                        .filter(digits -> !digits.isEmpty())
                        .distinct()
                        .toList(),
                transcript == null
                        ? null
                        : transcript.utterances().stream().map(Utterance::text).collect(Collectors.joining("\n")),
                document);
    }

    static String digits(String number) {
        return number.replaceAll("\\D+", "");
    }

    private static Times times(CallDocument document) {
        Call.Timing timing = document.call().map(Call::timing).orElse(Call.Timing.UNKNOWN);
        Transcript transcript = document.transcript();
        return new Times(
                timing.startedAt(),
                timing.answeredAt(),
                timing.end(),
                document.reachedAt(CallState.HUNG_UP).orElse(null),
                document.reachedAt(CallState.RECORDED).orElse(null),
                document.reachedAt(CallState.TRANSCRIBED).orElse(null),
                document.reachedAt(CallState.ANALYZED).orElse(null),
                document.reachedAt(CallState.REMINDED).orElse(null),
                transcript == null ? null : transcript.speechMs() / 1000);
    }

    private static Queue queue(CallDocument document) {
        Optional<Position> input = document.stage().flatMap(document::visit).map(StageVisit::input);
        return new Queue(
                document.idleSince().orElse(null),
                input.map(Position::partition).orElse(null),
                input.map(Position::offset).orElse(null));
    }

    private static Judgement judgement(CallDocument document) {
        Optional<Reviewed> reviewed = document.reviewed();
        Optional<CallAnalysis> analysis = reviewed.map(Reviewed::corrected);
        Optional<CallAnalysis.NextStep> nextStep = analysis.map(CallAnalysis::nextStep);
        Optional<CallAnalysis.Engine> engine = analysis.map(CallAnalysis::engine);
        return new Judgement(
                analysis.map(CallAnalysis::score).map(CallAnalysis.Score::alias).orElse(null),
                analysis.map(CallAnalysis::intent)
                        .map(CallAnalysis.PurchaseIntent::band)
                        .orElse(null),
                analysis.map(CallAnalysis::customer)
                        .map(CallAnalysis.Customer::type)
                        .orElse(null),
                analysis.stream()
                        .flatMap(a -> a.ruleTags().stream())
                        .flatMap(tag -> Stream.of(tag.scene(), tag.scene() + "/" + tag.group(), tag.path()))
                        .distinct()
                        .toList(),
                analysis.stream()
                        .flatMap(a -> a.objections().stream())
                        .map(CallAnalysis.Objection::kind)
                        .distinct()
                        .toList(),
                criteria(analysis, Criterion.Verdict.MET),
                criteria(analysis, Criterion.Verdict.PARTLY),
                criteria(analysis, Criterion.Verdict.MISSED),
                nextStep.map(CallAnalysis.NextStep::what).orElse(null),
                nextStep.flatMap(step -> document.occurredAt().map(at -> at.plus(step.dueInHours(), ChronoUnit.HOURS)))
                        .orElse(null),
                analysis.map(a -> a.rounds().size()).orElse(null),
                engine.map(CallAnalysis.Engine::name).orElse(null),
                engine.map(CallAnalysis.Engine::model).orElse(null),
                engine.map(CallAnalysis.Engine::provisional).orElse(null),
                reviewed.map(Reviewed::openObjections).filter(open -> open > 0).orElse(null),
                document.agreements().stream().map(Agreements::word).toList());
    }

    private static List<String> criteria(Optional<CallAnalysis> analysis, Criterion.Verdict verdict) {
        return analysis.stream()
                .flatMap(a -> a.criteria().stream())
                .filter(criterion -> criterion.verdict() == verdict)
                .map(Criterion::id)
                .toList();
    }
}
