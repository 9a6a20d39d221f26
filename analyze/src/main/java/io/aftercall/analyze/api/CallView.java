package io.aftercall.analyze.api;

import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallRow;
import io.aftercall.analyze.TimelineEntry;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.Recording;
import io.aftercall.transcribe.Transcript;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call as the API gives it: its line in the list, and everything that line is taken from. */
record CallView(
        String callKey,
        CallRow summary,
        @Nullable Call call,
        List<TimelineEntry> timeline,
        @Nullable Recording recording,
        @Nullable Transcript transcript,
        @Nullable CallAnalysis analysis) {

    static CallView of(CallDocument document) {
        return new CallView(
                document.callKey(),
                CallRow.of(document),
                document.call().orElse(null),
                document.timeline().stream()
                        .filter(TimelineEntry::showsOnTimeline)
                        .toList(),
                document.recording(),
                document.transcript(),
                document.analysis());
    }
}
