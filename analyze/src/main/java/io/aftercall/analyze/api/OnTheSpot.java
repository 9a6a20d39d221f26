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

    OnTheSpot(Submissions submissions, Analyst analyst, CallFolder folder, CallIndex index, Reading reading) {
        this.submissions = submissions;
        this.analyst = analyst;
        this.transcribed = new TranscribedCalls(folder);
        this.index = index;
        this.reading = reading;
    }

    /** Who said what in a text that is named by {@code input} and was handed in then. */
    @FunctionalInterface
    interface Reading {
        Transcript of(String text, String input, Instant at);
    }

    /** What was handed in, as the line would have it after each stage. */
    record Judged(CallHungUp handedIn, CallRecorded recorded, CallTranscribed transcribed, CallAnalyzed analyzed) {
        CallDocument document() {
            return Stream.of(
                            CallDocument.of(handedIn),
                            CallDocument.of(recorded),
                            CallDocument.of(transcribed),
                            CallDocument.of(analyzed))
                    .reduce(CallDocument::merge)
                    .orElseThrow();
        }
    }

    /**
     * Judges the text, keeps all that the line keeps of a call, and tells of it. Once it is a fact that it was handed in all
     * else follows from that, in any order.
     *
     * @param tell each gets what was judged, at the same time as the others; what one throws is thrown when all are done
     * @throws TransientFailure when the model or the call folder is away
     * @throws PermanentFailure when the model refuses the text
     */
    Judged judge(CallHungUp text, String dialogue, List<Consumer<Judged>> tell) {
        return analyst.inTurn(text.call(), () -> {
            Future<CallHungUp> kept;
            Future<Boolean> askedBefore;
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                kept = threads.submit(() -> submissions.keep(text));
                askedBefore = threads.submit(() -> analyst.isAskedBefore(text.call()));
            }
            return judge(Futures.result(kept), dialogue, Futures.result(askedBefore), tell);
        });
    }

    private Judged judge(CallHungUp first, String dialogue, boolean askedBefore, List<Consumer<Judged>> tell) {
        Transcript transcript = transcript(first, dialogue);
        CallTranscribed said = said(first, null, transcript);
        Future<CallRecorded> recorded;
        Future<CallAnalyzed> analyzed;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            analyzed = threads.submit(() -> askedBefore ? analyst.analyze(said) : analyst.analyzeNew(said));
            recorded = threads.submit(() -> submissions.record(first, dialogue));
        }
        CallRecorded asRecorded = Futures.result(recorded);
        Judged judged = new Judged(
                first, asRecorded, said(first, asRecorded.recording(), transcript), Futures.result(analyzed));
        List<Future<?>> rest = new ArrayList<>();
        // Not earlier: the model would be asked later for it, and all wait for that.
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            rest.add(threads.submit(() -> transcribed.keep(first.call().key(), transcript)));
            tell.forEach(each -> rest.add(threads.submit(() -> each.accept(judged))));
        }
        rest.forEach(Futures::result);
        return judged;
    }

    /** What the text is worth; of the text itself nothing is kept. */
    CallAnalysis opinion(CallHungUp text, String dialogue) {
        Transcript transcript = transcript(text, dialogue);
        CallTranscribed said = said(text, null, transcript);
        return analyst.inTurn(said.call(), () -> analyst.analyze(said)).analysis();
    }

    /**
     * Has what was judged found from now on.
     *
     * @throws TransientFailure when the index is away
     */
    void index(Judged judged) {
        index.merge(List.of(judged.document())).values().forEach(refusal -> {
            throw refusal;
        });
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
