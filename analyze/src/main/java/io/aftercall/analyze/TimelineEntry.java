package io.aftercall.analyze;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a call.
 *
 * @param stage what it reached, or {@code FAILED}
 * @param failedStage for {@code FAILED}: record, transcribe, analyze, remind or index
 * @param reason for {@code FAILED}: in plain language
 * @param reminderId for {@code REMINDED}
 */
public record TimelineEntry(
        CallState stage,
        Instant at,
        @Nullable String failedStage,
        @Nullable String reason,
        @Nullable String reminderId) {

    static final Comparator<TimelineEntry> IN_TIME = Comparator.comparing(TimelineEntry::at)
            .thenComparing(TimelineEntry::stage)
            .thenComparing(entry -> Objects.requireNonNullElse(entry.reason, ""))
            .thenComparing(TimelineEntry::identity);

    public TimelineEntry {
        Objects.requireNonNull(stage, "a timeline entry has a stage");
        Objects.requireNonNull(at, "a timeline entry has a time");
    }

    static TimelineEntry reached(CallState stage, Instant at) {
        return new TimelineEntry(stage, at, null, null, null);
    }

    static TimelineEntry reminded(String reminderId, Instant at) {
        return new TimelineEntry(CallState.REMINDED, at, null, null, reminderId);
    }

    static TimelineEntry failed(String failedStage, String reason, Instant at) {
        return new TimelineEntry(CallState.FAILED, at, failedStage, reason, null);
    }

    /**
     * That a failure was seen to by a person, whatever comes of it: takes the place of the failure {@code at} that time, not
     * of a later one, and is shown to nobody.
     */
    static TimelineEntry replayed(String failedStage, Instant at) {
        return new TimelineEntry(CallState.FAILED, at.plusNanos(1), failedStage, null, null);
    }

    public boolean tellsOfFailure() {
        return stage == CallState.FAILED && reason != null;
    }

    /** Part of the call's story, not only of how it is told. */
    public boolean showsOnTimeline() {
        return stage != CallState.FAILED || tellsOfFailure();
    }

    /** A call has one entry of each identity: one per stage, per stage that failed, per reminder. */
    String identity() {
        return stage.jsonName() + ":" + failedStage + ":" + reminderId;
    }

    /** This entry is a success which shows that {@code failure} has been overcome. */
    boolean clears(TimelineEntry failure) {
        return stage != CallState.FAILED
                && failure.stage == CallState.FAILED
                && at.isAfter(failure.at)
                && stage.compareTo(failure.failedToReach()) >= 0;
    }

    /** What the failed stage would have reached; a failure outside the line is overcome by any later success. */
    public CallState failedToReach() {
        return Stage.named(failedStage).map(Stage::reaches).orElse(CallState.RECORDED);
    }
}
