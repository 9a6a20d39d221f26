package io.aftercall.analyze.api;

import io.aftercall.analyze.Analyst;
import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallAnalyzed;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.Ids;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.CallRecorded;
import io.aftercall.ingest.Futures;
import io.aftercall.ingest.Recording;
import io.aftercall.ingest.Submissions;
import io.aftercall.transcribe.CallTranscribed;
import io.aftercall.transcribe.TranscribedCalls;
import io.aftercall.transcribe.Transcript;
import io.aftercall.transcribe.WrittenDialogue;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is written in the matter of a ticket: judged like a call, kept like a call, and found like one, without the way
 * through the line. The same text of the same ticket and customer is judged once.
 */
public final class Communications {
    private final Submissions submissions;
    private final OnTheSpot judge;
    private final TranscribedCalls transcribed;
    private final CallIndex index;
    private final Ids ids;

    public Communications(Submissions submissions, Analyst analyst, CallFolder folder, CallIndex index, Ids ids) {
        this.ids = ids;
        this.submissions = submissions;
        this.judge = new OnTheSpot(analyst);
        this.transcribed = new TranscribedCalls(folder);
        this.index = index;
    }

    /**
     * Judges the text and keeps it in the history of its ticket and customer, from the first time it was handed in on. Once
     * that is a fact all else follows from it, in any order.
     */
    CallDocument add(long ticket, long customer, String text) {
        CallHungUp written = submissions.keep(submission(ticket, customer, text));
        Transcript transcript = transcript(written, text);
        Future<CallRecorded> recorded;
        Future<CallAnalyzed> analyzed;
        Future<?> kept;
        Future<?> numbered;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            recorded = threads.submit(() -> submissions.record(written, text));
            analyzed = threads.submit(() -> judge.judge(said(written, null, transcript)));
            kept = threads.submit(() -> transcribed.keep(written.call().key(), transcript));
            numbered = threads.submit(() -> ids.of(Ids.ANALYSIS, written.call().key(), written.receivedAt()));
        }
        Futures.result(kept);
        Futures.result(numbered);
        CallRecorded asRecorded = Futures.result(recorded);
        CallDocument document = Stream.of(
                        CallDocument.of(written),
                        CallDocument.of(asRecorded),
                        CallDocument.of(said(written, asRecorded.recording(), transcript)),
                        CallDocument.of(Futures.result(analyzed)))
                .reduce(CallDocument::merge)
                .orElseThrow();
        index.merge(List.of(document)).values().forEach(refusal -> {
            throw refusal;
        });
        return document;
    }

    /** Judges a text of which nobody knows when it was written, so that it has no place in the history. */
    CallAnalysis judge(long ticket, long customer, String text) {
        CallHungUp written = submission(ticket, customer, text);
        return judge.judge(said(written, null, transcript(written, text))).analysis();
    }

    /** Of the last one whose language is known. */
    static @Nullable String language(List<String> texts) {
        return texts.reversed().stream()
                .map(text -> WrittenDialogue.transcript(text, "", Instant.EPOCH).language())
                .filter(Labels.LANGUAGES::contains)
                .findFirst()
                .orElse(null);
    }

    private CallHungUp submission(long ticket, long customer, String text) {
        return submissions.communication(String.valueOf(ticket), String.valueOf(customer), text);
    }

    private static CallTranscribed said(CallHungUp written, @Nullable Recording recording, Transcript transcript) {
        return new CallTranscribed(written.call(), recording, transcript, transcript.at());
    }

    /** Everything in it follows from what was handed in first, so that the same again is the same again. */
    private static Transcript transcript(CallHungUp written, String text) {
        return WrittenDialogue.transcript(text, written.contentHash(), written.receivedAt());
    }
}
