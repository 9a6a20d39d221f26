package io.aftercall.infra.reindex;

import io.aftercall.analyze.AnalyzedCalls;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.Reviews;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.CallRecorded;
import io.aftercall.ingest.FailedCalls;
import io.aftercall.ingest.RecordedCalls;
import io.aftercall.notify.PlannedReminders;
import io.aftercall.transcribe.TranscribedCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A call's document as its folder tells it: from the facts to the reminder, asking each stage for what it stored. */
public final class FolderDocument {
    private final CallFolder folder;
    private final RecordedCalls recorded;
    private final TranscribedCalls transcribed;
    private final AnalyzedCalls analyzed;
    private final FailedCalls failed;
    private final PlannedReminders reminders;

    public FolderDocument(CallFolder folder, PlannedReminders reminders) {
        this.folder = folder;
        this.recorded = new RecordedCalls(folder);
        this.transcribed = new TranscribedCalls(folder);
        this.analyzed = new AnalyzedCalls(folder);
        this.failed = new FailedCalls(folder);
        this.reminders = reminders;
    }

    /**
     * Empty when nothing is known of the call.
     *
     * @throws io.aftercall.ingest.TransientFailure when the folder cannot be read now
     * @throws io.aftercall.ingest.Undecodable when an object of it is not what it should be
     */
    public Optional<CallDocument> of(String callKey) {
        List<CallDocument> parts = new ArrayList<>();
        List<CallHungUp> facts = recorded.facts(callKey);
        facts.forEach(fact -> parts.add(CallDocument.of(fact)));
        Optional<CallRecorded> stored = recorded.stored(facts);
        stored.ifPresent(event -> parts.add(CallDocument.of(event)));
        stored.flatMap(transcribed::stored).ifPresent(event -> parts.add(CallDocument.of(event)));
        if (!facts.isEmpty()) {
            analyzed.stored(RecordedCalls.joined(facts)).ifPresent(event -> parts.add(CallDocument.of(event)));
        }
        Reviews.stored(folder, callKey).forEach(review -> parts.add(CallDocument.of(review)));
        failed.stored(callKey).forEach(event -> parts.add(CallDocument.of(event)));
        reminders
                .sent(callKey)
                .ifPresent(sent -> parts.add(CallDocument.reminded(callKey, sent.reminderId(), sent.at())));
        return parts.stream().reduce(CallDocument::merge);
    }
}
