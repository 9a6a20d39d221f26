package io.aftercall.analyze.api;

import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallReview;
import io.aftercall.analyze.CallRow;
import io.aftercall.analyze.TimelineEntry;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.Recording;
import io.aftercall.transcribe.Transcript;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call as the API gives it: its line in the list, and everything that line is taken from.
 *
 * @param stages how it fared in each stage it has come to, in the order of the line
 * @param searchableAt when its analysis was first put into the index, which shows it within a second
 * @param hangupToSearchableMs from the first notification of the hangup until then
 */
record CallView(
        String callKey,
        CallRow summary,
        @Nullable Call call,
        List<TimelineEntry> timeline,
        List<StageView> stages,
        @Nullable Instant searchableAt,
        @Nullable Long hangupToSearchableMs,
        @Nullable Recording recording,
        @Nullable Transcript transcript,
        @Nullable CallAnalysis analysis,
        List<CallReview> reviews) {

    static CallView of(CallDocument document) {
        return new CallView(
                document.callKey(),
                CallRow.of(document),
                document.call().orElse(null),
                document.timeline().stream()
                        .filter(TimelineEntry::showsOnTimeline)
                        .toList(),
                StageView.of(document),
                document.searchableAt(),
                document.hangupToSearchable().map(Duration::toMillis).orElse(null),
                document.recording(),
                document.transcript(),
                document.analysis(),
                document.reviews());
    }
}
