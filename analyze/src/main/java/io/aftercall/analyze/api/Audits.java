package io.aftercall.analyze.api;

import io.aftercall.analyze.Analyst;
import io.aftercall.analyze.AnalyzedCalls;
import io.aftercall.analyze.CallAnalyzed;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.Verdicts;
import io.aftercall.ingest.CallFailed;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.FailedCalls;
import io.aftercall.ingest.Futures;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.RecordedCalls;
import io.aftercall.ingest.Submissions;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.transcribe.CallTranscribed;
import io.aftercall.transcribe.TranscribedCalls;
import io.aftercall.transcribe.WrittenDialogue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Conversations handed in: judged on the spot or waited for, while the line does with them what it does with any call. */
public final class Audits {
    private static final Logger LOG = LoggerFactory.getLogger(Audits.class);
    private static final Duration FIRST_LOOK = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    /** Texts being judged in memory, with and behind their requests; others lie safe in the line meanwhile. */
    private static final int MOST_AT_ONCE = 200;

    private final Submissions submissions;
    private final Analyst analyst;
    private final OnTheSpot onTheSpot;
    private final Verdicts verdicts;
    private final RecordedCalls recorded;
    private final TranscribedCalls transcribed;
    private final AnalyzedCalls analyzed;
    private final FailedCalls failed;
    private final Clock clock;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final Executor threads = task -> Thread.ofVirtual().name("audit").start(task);

    public Audits(
            Submissions submissions,
            Analyst analyst,
            CallFolder folder,
            CallIndex index,
            Verdicts verdicts,
            Clock clock) {
        this.submissions = submissions;
        this.analyst = analyst;
        this.onTheSpot = new OnTheSpot(submissions, analyst, folder, index, WrittenDialogue::transcript, first -> {});
        this.verdicts = verdicts;
        this.recorded = new RecordedCalls(folder);
        this.transcribed = new TranscribedCalls(folder);
        this.analyzed = new AnalyzedCalls(folder);
        this.failed = new FailedCalls(folder);
        this.clock = clock;
    }

    /** How far a call has come: judged, failed, or neither yet. */
    record State(@Nullable Judged judged, @Nullable CallFailed failed) {
        private static final State OPEN = new State(null, null);

        boolean isOpen() {
            return judged == null && failed == null;
        }
    }

    /** What was said, and what it is worth. */
    record Judged(CallTranscribed transcribed, CallAnalyzed analyzed) {}

    /**
     * Judges a text at once, and behind the request's back where that takes longer than {@code limit}. Where it is not possible
     * now, or never, the line is left to find that out: it has the patience, and keeps the reason.
     */
    State judge(CallHungUp text, String dialogue, Duration limit) throws InterruptedException {
        String key = text.call().key();
        State known = limit.isZero() ? state(key, analyst::judged) : State.OPEN;
        if (!known.isOpen()) {
            return known;
        }
        if (!places.tryAcquire()) {
            return byTheLine(text, dialogue, limit);
        }
        Instant end = clock.instant().plus(limit);
        underWay.add(key);
        CompletableFuture<Ended> judging = CompletableFuture.supplyAsync(() -> judge(text, dialogue), threads)
                .whenComplete((ended, failure) -> {
                    underWay.remove(key);
                    places.release();
                });
        try {
            State state = judging.get(limit.toNanos(), TimeUnit.NANOSECONDS).state;
            return state.isOpen() ? await(key, Duration.between(clock.instant(), end)) : state;
        } catch (TimeoutException e) {
            // Somebody is told to ask for it later, and this process may not live to see the verdict.
            submissions.record(submissions.keep(text), dialogue);
            submissions.publishLater(text);
            judging.thenAccept(ended -> {
                        if (!ended.leftToTheLine) {
                            submissions.settle(text);
                        }
                    })
                    .exceptionally(failure -> {
                        LOG.warn(
                                "call {} did not come to its end behind its request, and the line looks for it",
                                text.call().key(),
                                failure);
                        return null;
                    });
            return State.OPEN;
        } catch (ExecutionException e) {
            return Futures.result(judging).state;
        }
    }

    /** How the judging of a text ended here, and whether the line was given it then. */
    private record Ended(State state, boolean leftToTheLine) {}

    private State byTheLine(CallHungUp text, String dialogue, Duration limit) throws InterruptedException {
        String key = text.call().key();
        State known = state(key, analyst::judged);
        if (known.judged() != null) {
            return known;
        }
        // The same text may be one of those in memory: to ask about it twice would be to pay twice.
        if (!underWay.contains(key)) {
            leave(text, dialogue);
        }
        return await(key, limit);
    }

    private Ended judge(CallHungUp text, String dialogue) {
        OnTheSpot.Judged judged;
        try {
            judged = onTheSpot.judge(text, dialogue);
        } catch (TransientFailure | PermanentFailure e) {
            LOG.info("call {} is left to the line: {}", text.call().key(), e.getMessage());
            leave(text, dialogue);
            return new Ended(State.OPEN, true);
        }
        State state = new State(new Judged(judged.transcribed(), judged.analyzed()), null);
        return new Ended(state, !isTold(text, judged));
    }

    /** To the line, which finds the text in the folder: whatever was away before, this must be there. */
    private void leave(CallHungUp text, String dialogue) {
        submissions.record(submissions.keep(text), dialogue);
        submit(text);
    }

    /** Tells what the line would have told of a call at its end; false where that is left to the line. */
    private boolean isTold(CallHungUp text, OnTheSpot.Judged judged) {
        try {
            judged.indexed();
        } catch (TransientFailure | PermanentFailure e) {
            LOG.info("call {} is left to the line: {}", text.call().key(), e.getMessage());
            // As it was handed in now: of an earlier time it may be settled.
            submissions.publish(text);
            return false;
        }
        verdicts.publish(judged.analyzed());
        return true;
    }

    /** Leaves the call to the line. What failed before is history, as when a person has the work done again. */
    void submit(CallHungUp call) {
        failures(call.call().key()).stream()
                .filter(failure -> failure.replayedAt() == null)
                .forEach(failure -> failed.keep(failure.replayed(clock.instant())));
        submissions.publish(call);
    }

    /**
     * Looks into the call's folder, ever less often, until the call is judged as it would be now or has failed, or {@code limit}
     * is over.
     */
    State await(String callKey, Duration limit) throws InterruptedException {
        Instant end = clock.instant().plus(limit);
        Duration pause = FIRST_LOOK;
        State state = state(callKey, analyst::judged);
        while (state.isOpen() && clock.instant().isBefore(end)) {
            Thread.sleep(pause);
            pause = pause.multipliedBy(3).dividedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
            state = state(callKey, analyst::judged);
        }
        return state;
    }

    /** By its last verdict, also one that would be another today. */
    State state(String callKey) {
        return state(callKey, said -> analyst.last(said.call()));
    }

    private State state(String callKey, Function<CallTranscribed, Optional<CallAnalyzed>> verdicts) {
        Optional<Judged> judged = judged(callKey, verdicts);
        if (judged.isPresent()) {
            return new State(judged.get(), null);
        }
        return failures(callKey).stream()
                .filter(failure -> failure.replayedAt() == null)
                .max(Comparator.comparing(CallFailed::at))
                .map(failure -> new State(null, failure))
                .orElse(State.OPEN);
    }

    /** Of every stage the last one, history included. */
    List<CallFailed> failures(String callKey) {
        return failed.stored(callKey);
    }

    /** Whether anything is known of the call. */
    boolean isKnown(String callKey) {
        return !recorded.facts(callKey).isEmpty();
    }

    private Optional<Judged> judged(String callKey, Function<CallTranscribed, Optional<CallAnalyzed>> verdicts) {
        if (!analyzed.isJudged(callKey)) {
            return Optional.empty();
        }
        return recorded.stored(callKey).flatMap(transcribed::stored).flatMap(said -> verdicts.apply(said)
                .map(verdict -> new Judged(said, verdict)));
    }
}
