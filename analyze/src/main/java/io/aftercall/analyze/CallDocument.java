package io.aftercall.analyze;

import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallFailed;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.CallRecorded;
import io.aftercall.ingest.PlatformRecord;
import io.aftercall.ingest.Recording;
import io.aftercall.transcribe.CallTranscribed;
import io.aftercall.transcribe.Transcript;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything known of one call, grown from its events by {@link #merge} in whatever order and number they come.
 *
 * @param reported the call as each of its notifications reported it
 * @param joined the call as a later event carries it: what is known before the notifications themselves are here
 * @param timeline in order of time
 * @param stages what is known of its way through each stage, in the order of the line
 * @param reviews what people said of its analyses, in order of time
 * @param delivered what the telephony system's own record of the call says
 * @param searchableAt when its first analysis was put into the index, which shows it within a second
 */
public record CallDocument(
        String callKey,
        List<Reported> reported,
        @Nullable Reported joined,
        List<TimelineEntry> timeline,
        @Nullable Recording recording,
        @Nullable Transcript transcript,
        @Nullable CallAnalysis analysis,
        List<StageVisit> stages,
        @Nullable Instant searchableAt,
        List<CallReview> reviews,
        @Nullable PlatformRecord delivered) {

    /** The call as it was known at a time. */
    public record Reported(Call call, Instant at) {
        static final Comparator<Reported> IN_TIME = Comparator.comparing(Reported::at)
                .thenComparing(reported -> CallJson.write(reported.call), Arrays::compareUnsigned);
    }

    public CallDocument {
        reported = List.copyOf(reported);
        timeline = List.copyOf(timeline);
        // A document of an earlier release has none.
        stages = stages == null ? List.of() : List.copyOf(stages);
        reviews = reviews == null ? List.of() : List.copyOf(reviews);
    }

    /** A call of which nothing is known but its key. */
    public static CallDocument unknown(String callKey) {
        return visited(callKey, Stream.of());
    }

    public static CallDocument of(CallHungUp event) {
        Reported fact = new Reported(event.call(), event.receivedAt());
        return new CallDocument(
                event.call().key(),
                List.of(fact),
                null,
                List.of(TimelineEntry.reached(CallState.HUNG_UP, event.receivedAt())),
                null,
                null,
                null,
                List.of(),
                null,
                List.of(),
                null);
    }

    public static CallDocument of(CallRecorded event) {
        return reached(CallState.RECORDED, event.call(), event.at(), event.recording(), null, null, event.delivered());
    }

    public static CallDocument of(CallTranscribed event) {
        return reached(
                CallState.TRANSCRIBED, event.call(), event.at(), event.recording(), event.transcript(), null, null);
    }

    public static CallDocument of(CallAnalyzed event) {
        return reached(CallState.ANALYZED, event.call(), event.at(), null, null, event.analysis(), null);
    }

    public static CallDocument of(CallFailed event) {
        return entry(event.callKey(), failure(event));
    }

    private static TimelineEntry failure(CallFailed event) {
        return event.replayedAt() == null
                ? TimelineEntry.failed(event.stage(), event.reason(), event.at())
                : TimelineEntry.replayed(event.stage(), event.at());
    }

    /** A success after {@code failed} shows that nobody has to see to it any more. */
    public boolean hasOvercome(CallFailed failed) {
        TimelineEntry failure = failure(failed);
        return timeline.stream().anyMatch(entry -> entry.clears(failure));
    }

    /** That a reminder of this call was delivered; may be merged before anything else is known of the call. */
    public static CallDocument reminded(String callKey, String reminderId, Instant at) {
        return entry(callKey, TimelineEntry.reminded(reminderId, at));
    }

    /** That a reminder of this call is due and cannot be delivered for the time being. */
    public static CallDocument reminderWaits(String callKey, Waiting waiting) {
        return visited(callKey, Stream.of(StageVisit.waiting(Stage.REMIND, waiting)));
    }

    /** That the reminder of this call, by then delivered or dismissed, waits for nothing any more. */
    public static CallDocument reminderSettled(String callKey, Instant at) {
        return visited(callKey, Stream.of(StageVisit.done(Stage.REMIND, null, at)));
    }

    public static CallDocument of(CallReview review) {
        return new CallDocument(
                review.callKey(), List.of(), null, List.of(), null, null, null, List.of(), null, List.of(review), null);
    }

    /** The analysis with what people said of it; empty while the call is not judged. */
    public Optional<Reviewed> reviewed() {
        return Optional.ofNullable(Reviewed.of(this));
    }

    /** Whether somebody on the line spoke to the judge, whatever tags people gave the call since. */
    public boolean speaksToTheJudge() {
        return analysis != null && analysis.tags().contains(Decision.MANIPULATION);
    }

    /** Where people gave a verdict on a criterion that had been judged. */
    public List<Reviewed.Agreement> agreements() {
        return Reviewed.agreements(reviews);
    }

    /** That a call was found left lying in {@code stage} and is driven again. */
    public static CallDocument stuck(String callKey, Stage stage, Stuck stuck) {
        return visited(callKey, Stream.of(StageVisit.stuck(stage, stuck)));
    }

    static CallDocument visited(String callKey, Stream<StageVisit> visits) {
        return new CallDocument(
                callKey, List.of(), null, List.of(), null, null, null, Stages.merged(visits), null, List.of(), null);
    }

    CallDocument with(Stream<StageVisit> visits) {
        return merge(visited(callKey, visits));
    }

    CallDocument searchable(Instant at) {
        return merge(new CallDocument(
                callKey, List.of(), null, List.of(), null, null, null, List.of(), at, List.of(), null));
    }

    /** What both know: commutative, associative and idempotent, so that every order of events ends in the same document. */
    public CallDocument merge(CallDocument other) {
        if (!callKey.equals(other.callKey)) {
            throw new IllegalArgumentException("call " + callKey + " cannot be merged with call " + other.callKey);
        }
        return new CallDocument(
                callKey,
                merged(reported, other.reported),
                Latest.of(joined, other.joined, Comparator.comparing(Reported::at)),
                Timeline.merged(timeline, other.timeline),
                Latest.of(
                        recording,
                        other.recording,
                        Comparator.comparing(Recording::allStoredAt)
                                .thenComparing(whole -> whole.parts().size())),
                Latest.of(transcript, other.transcript, Comparator.comparing(Transcript::at)),
                Latest.of(
                        analysis,
                        other.analysis,
                        Comparator.comparing(CallAnalysis::notBefore)
                                .thenComparing(latest -> latest.earlier().size())
                                .thenComparing(CallAnalysis::changedAt)),
                Stages.merged(Stream.concat(stages.stream(), other.stages.stream())),
                Latest.of(searchableAt, other.searchableAt, Comparator.reverseOrder()),
                Reviewed.merged(reviews, other.reviews),
                Latest.of(delivered, other.delivered, Comparator.comparing(record -> record.details() != null)));
    }

    /** The call with everything its notifications said, a later one correcting an earlier; empty while none is here. */
    public Optional<Call> call() {
        return Stream.concat(Stream.ofNullable(joined), reported.stream())
                .map(Reported::call)
                .reduce(Call::correctedBy);
    }

    public CallState state() {
        return timeline.stream()
                .filter(TimelineEntry::showsOnTimeline)
                .map(TimelineEntry::stage)
                .max(Comparator.naturalOrder())
                .orElse(CallState.HUNG_UP);
    }

    public Optional<TimelineEntry> lastFailure() {
        return timeline.reversed().stream()
                .filter(TimelineEntry::tellsOfFailure)
                .findFirst();
    }

    /** When the call reached {@code stage} last. */
    public Optional<Instant> reachedAt(CallState stage) {
        return timeline.reversed().stream()
                .filter(entry -> entry.stage() == stage)
                .map(TimelineEntry::at)
                .findFirst();
    }

    /** When the call took place as far as is known: its end, its start, or when it was first heard of. */
    public Optional<Instant> occurredAt() {
        return call().map(Call::timing)
                .flatMap(timing -> Stream.of(timing.end(), timing.startedAt())
                        .flatMap(Stream::ofNullable)
                        .findFirst())
                .or(() -> timeline.stream().map(TimelineEntry::at).findFirst());
    }

    /** When the call was first heard of: once all its notifications are here, this never changes. */
    public Instant knownSince() {
        return Stream.concat(
                        reported.stream().map(Reported::at), timeline.stream().map(TimelineEntry::at))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing is known of call " + callKey));
    }

    /**
     * The stage that has the call now; empty when it has failed, or is judged and the reminder, if there is to be one, is in
     * the book and need not wait for the chat.
     */
    public Optional<Stage> stage() {
        CallState state = state();
        return state == CallState.ANALYZED
                ? visit(Stage.REMIND)
                        .filter(visit -> visit.isHere() || visit.waiting() != null)
                        .map(StageVisit::stage)
                : Stage.of(state);
    }

    public Optional<StageVisit> visit(Stage stage) {
        return stages.stream().filter(visit -> visit.stage() == stage).findFirst();
    }

    /** What the call waits for in the last stage in which it waits. */
    public Optional<Waiting> waiting() {
        return stages.reversed().stream()
                .map(StageVisit::waiting)
                .flatMap(Stream::ofNullable)
                .findFirst();
    }

    /** That the call was found left lying in the stage in which it still is. */
    public Optional<Stuck> stuck() {
        return stage().flatMap(this::visit).map(StageVisit::stuck);
    }

    /** Since when something should have been heard of the call from the stage that has it; empty while nothing should. */
    public Optional<Instant> idleSince() {
        return stage().flatMap(this::visit).flatMap(StageVisit::idleSince);
    }

    /** From the first notification of the hangup until the analysis could be searched for. */
    public Optional<Duration> hangupToSearchable() {
        return Optional.ofNullable(searchableAt)
                .flatMap(at -> reachedAt(CallState.HUNG_UP).map(hungUp -> Duration.between(hungUp, at)));
    }

    private static CallDocument reached(
            CallState stage,
            Call call,
            Instant at,
            @Nullable Recording recording,
            @Nullable Transcript transcript,
            @Nullable CallAnalysis analysis,
            @Nullable PlatformRecord delivered) {
        return new CallDocument(
                call.key(),
                List.of(),
                new Reported(call, at),
                List.of(TimelineEntry.reached(stage, at)),
                recording,
                transcript,
                analysis,
                List.of(),
                null,
                List.of(),
                delivered);
    }

    private static CallDocument entry(String callKey, TimelineEntry entry) {
        return new CallDocument(
                callKey, List.of(), null, List.of(entry), null, null, null, List.of(), null, List.of(), null);
    }

    /** Of equal reports the first, because a repeated notification must not overrule a correction made in between. */
    private static List<Reported> merged(List<Reported> one, List<Reported> other) {
        TreeMap<byte[], Reported> distinct = new TreeMap<>(Arrays::compareUnsigned);
        Stream.concat(one.stream(), other.stream())
                .sorted(Reported.IN_TIME)
                .forEach(reported -> distinct.putIfAbsent(CallJson.write(reported.call), reported));
        return distinct.values().stream().sorted(Reported.IN_TIME).toList();
    }
}
