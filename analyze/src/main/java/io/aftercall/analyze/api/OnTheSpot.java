package io.aftercall.analyze.api;

import io.aftercall.analyze.Analyst;
import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallAnalyzed;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.CallRecorded;
import io.aftercall.ingest.Futures;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.Recording;
import io.aftercall.ingest.Submissions;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.transcribe.CallTranscribed;
import io.aftercall.transcribe.TranscribedCalls;
import io.aftercall.transcribe.Transcript;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges what somebody hands in as text while they wait: kept like a call and found like one, without the way through the
 * line. The same at the same time is judged once: who comes later finds the result.
 */
final class OnTheSpot {
    private final Submissions submissions;
    private final Analyst analyst;
    private final TranscribedCalls transcribed;
    private final CallIndex index;
    private final Reading reading;
    private final Consumer<CallHungUp> beside;

    /** @param beside what else becomes of a text, while it is judged */
    OnTheSpot(
            Submissions submissions,
            Analyst analyst,
            CallFolder folder,
            CallIndex index,
            Reading reading,
            Consumer<CallHungUp> beside) {
        this.submissions = submissions;
        this.analyst = analyst;
        this.transcribed = new TranscribedCalls(folder);
        this.index = index;
        this.reading = reading;
        this.beside = beside;
    }

    /** Who said what in a text that is named by {@code input} and was handed in then. */
    @FunctionalInterface
    interface Reading {
        Transcript of(String text, String input, Instant at);
    }

    /**
     * What was said, and what it is worth.
     *
     * @param indexing has been tried
     */
    record Judged(CallTranscribed transcribed, CallAnalyzed analyzed, Future<CallDocument> indexing) {

        /**
         * As it is found from now on.
         *
         * @throws TransientFailure when the index is away
         * @throws PermanentFailure when the index refuses it
         */
        CallDocument indexed() {
            return Futures.result(indexing);
        }
    }

    /**
     * Judges the text and keeps all that the line keeps of a call. Once it is a fact that it was handed in all else follows
     * from that, in any order.
     *
     * @throws TransientFailure when the model or the call folder is away
     * @throws PermanentFailure when the model refuses the text
     */
    Judged judge(CallHungUp text, String dialogue) {
        return analyst.inTurn(text.call(), () -> {
            Future<CallHungUp> kept;
            Future<Boolean> askedBefore;
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                kept = threads.submit(() -> submissions.keep(text));
                askedBefore = threads.submit(() -> analyst.isAskedBefore(text.call()));
            }
            return judge(Futures.result(kept), dialogue, Futures.result(askedBefore));
        });
    }

    private Judged judge(CallHungUp first, String dialogue, boolean askedBefore) {
        Recording recording = Submissions.recording(first, dialogue);
        Transcript transcript = transcript(first, dialogue);
        CallTranscribed said = said(first, recording, transcript);
        Analyst.Unkept verdict;
        List<Future<?>> kept = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            kept.add(threads.submit(() -> submissions.record(first, dialogue)));
            kept.add(threads.submit(() -> transcribed.keep(first.call().key(), transcript)));
            kept.add(threads.submit(() -> beside.accept(first)));
            verdict = analyst.judge(said, askedBefore);
        }
        kept.forEach(Futures::result);
        Future<CallDocument> indexing;
        // All is kept by now that the verdict can be had from again at no cost, should that not be kept.
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CallAnalyzed analyzed = verdict.analyzed();
            indexing = threads.submit(() -> index(first, recording, said, analyzed));
            analyst.keep(verdict);
        }
        return new Judged(said, verdict.analyzed(), indexing);
    }

    /** What the text is worth; of the text itself nothing is kept. */
    CallAnalysis opinion(CallHungUp text, String dialogue) {
        Transcript transcript = transcript(text, dialogue);
        CallTranscribed said = said(text, null, transcript);
        return analyst.inTurn(said.call(), () -> analyst.analyze(said)).analysis();
    }

    /** Has it found from now on, as if the line had told of it after each stage. */
    private CallDocument index(CallHungUp first, Recording recording, CallTranscribed said, CallAnalyzed analyzed) {
        CallDocument document = Stream.of(
                        CallDocument.of(first),
                        CallDocument.of(new CallRecorded(first.call(), recording, recording.storedAt())),
                        CallDocument.of(said),
                        CallDocument.of(analyzed))
                .reduce(CallDocument::merge)
                .orElseThrow();
        index.merge(List.of(document)).values().forEach(refusal -> {
            throw refusal;
        });
        return document;
    }

    /** Everything in it follows from what was handed in first, so that the same again is the same again. */
    private Transcript transcript(CallHungUp first, String dialogue) {
        String sha256 = String.valueOf(first.asReceived().get("sha256"));
        return reading.of(dialogue, sha256, first.receivedAt());
    }

    private static CallTranscribed said(CallHungUp text, @Nullable Recording recording, Transcript transcript) {
        return new CallTranscribed(text.call(), recording, transcript, transcript.at());
    }
}
