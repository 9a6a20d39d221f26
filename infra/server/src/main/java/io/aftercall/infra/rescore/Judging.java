package io.aftercall.infra.rescore;

import io.aftercall.analyze.AnalyzedCalls;
import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallAnalyzed;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.Rubric;
import io.aftercall.analyze.Stage;
import io.aftercall.infra.line.EventPublisher;
import io.aftercall.infra.line.Patience;
import io.aftercall.infra.line.Topics;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.FailedCalls;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.RecordedCalls;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.ingest.Undecodable;
import io.aftercall.transcribe.CallTranscribed;
import io.aftercall.transcribe.TranscribedCalls;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives calls to the line to be judged again, and watches what becomes of them. */
final class Judging {
    private static final Logger LOG = LoggerFactory.getLogger(Judging.class);

    /** Calls sent before those sent already are looked at. */
    private static final int BATCH = 64;

    private static final Duration LOOK = Duration.ofMillis(500);

    private final RecordedCalls recorded;
    private final TranscribedCalls transcribed;
    private final AnalyzedCalls analyzed;
    private final FailedCalls failed;
    private final CallIndex index;
    private final EventPublisher publisher;
    private final Patience patience;
    private final Clock clock;

    Judging(CallFolder folder, CallIndex index, EventPublisher publisher, Patience patience, Clock clock) {
        this.recorded = new RecordedCalls(folder);
        this.transcribed = new TranscribedCalls(folder);
        this.analyzed = new AnalyzedCalls(folder);
        this.failed = new FailedCalls(folder);
        this.index = index;
        this.publisher = publisher;
        this.patience = patience;
        this.clock = clock;
    }

    /**
     * A call the line was given.
     *
     * @param input names the analysis it will have
     */
    private record Sent(String key, String input, Instant at) {}

    /** An outage of minutes is waited for, as in a reindex. */
    private <T> T trying(Supplier<T> step) {
        return patience.trying("rescore", step);
    }

    /**
     * Returns when each call has been judged or has a problem, or once it is not to go on.
     *
     * @param calls each with the name of the analysis it will have
     */
    void judge(Plan plan, Map<String, String> calls, Rescore.Report report, BooleanSupplier goesOn)
            throws InterruptedException {
        Instant began = clock.instant();
        LOG.info("rescore: {} calls are judged again", calls.size());
        Iterator<String> unsent = calls.keySet().iterator();
        Deque<Sent> left = new ArrayDeque<>();
        long judged = 0;
        while ((unsent.hasNext() || !left.isEmpty()) && goesOn.getAsBoolean()) {
            // The first are judged while the last are still being sent, and people want to see that.
            for (int more = BATCH; more > 0 && unsent.hasNext(); more--) {
                String key = unsent.next();
                Instant now = clock.instant();
                if (sent(plan, key, began, report)) {
                    left.add(new Sent(key, String.valueOf(calls.get(key)), now));
                }
            }
            for (int look = Math.min(BATCH, left.size()); look > 0; look--) {
                Sent call = left.remove();
                if (trying(() -> isJudged(call, began))) {
                    judged++;
                } else {
                    trying(() -> problem(call, began))
                            .ifPresentOrElse(fact -> report.problem(of(call.key, fact)), () -> left.add(call));
                }
            }
            long done = judged;
            report.now(now -> now.judged(done));
            if (!unsent.hasNext()) {
                Thread.sleep(LOOK);
            }
        }
    }

    private static String of(String key, String fact) {
        return "call %s: %s".formatted(key, fact);
    }

    /** A call that cannot be sent keeps no other from being judged; an outage is waited for. */
    private boolean sent(Plan plan, String key, Instant began, Rescore.Report report) {
        try {
            return trying(() -> send(plan, key, began, report));
        } catch (PermanentFailure | Undecodable e) {
            report.problem(of(key, String.valueOf(e.getMessage())));
            return false;
        }
    }

    /** With the transcript that is stored; a wish for a rubric is one more fact about the call, so that it stays. */
    private boolean send(Plan plan, String key, Instant began, Rescore.Report report) {
        List<CallHungUp> facts = recorded.facts(key);
        CallTranscribed said =
                recorded.stored(facts).flatMap(transcribed::stored).orElse(null);
        if (said == null) {
            report.problem(of(key, "its transcript is not there any more"));
            return false;
        }
        Rubric rubric = plan.rubric();
        if (rubric != null) {
            Call wish = Plan.askingFor(said.call(), rubric);
            Map<String, Object> asReceived = Map.of("content_mode", rubric.id(), "rescored_at", began.toString());
            recorded.keep(new CallHungUp(wish, null, began, asReceived));
        }
        publisher.sendAgain(Topics.TRANSCRIBED, key, CallJson.write(plan.asWanted(said)));
        return true;
    }

    /** As planned, or since then in whatever way. */
    private boolean isJudged(Sent call, Instant began) {
        return verdict(call.key)
                .filter(now -> now.input().equals(call.input) || now.at().isAfter(began))
                .isPresent();
    }

    /** That holds. */
    private Optional<CallAnalysis> verdict(String key) {
        try {
            return analyzed.stored(RecordedCalls.joined(recorded.facts(key)))
                    .map(CallAnalyzed::analysis)
                    .filter(now -> !now.engine().forNow());
        } catch (Undecodable e) {
            LOG.debug("to be judged again, whatever it was: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<String> problem(Sent call, Instant began) {
        return failed.stored(call.key).stream()
                .filter(failure -> failure.replayedAt() == null && failure.at().isAfter(began))
                .map(failure -> failure.reason())
                .findFirst()
                .or(() -> leftAsItWas(call, began));
    }

    /** Where the stage has let go of a call, and neither judged it nor failed it, it judges otherwise than was planned here. */
    private Optional<String> leftAsItWas(Sent call, Instant began) {
        return letGoOf(call.key)
                .filter(call.at::isBefore)
                // Its verdict was there before it was let go of; when it was looked for, it may not have been.
                .filter(ended -> !isJudged(call, began))
                .flatMap(ended -> verdict(call.key))
                .map(verdict ->
                        "it stays as %s judged it: the line's model and rubrics are not those that were counted with"
                                .formatted(verdict.engine().name()));
    }

    /** Empty also while the index cannot say: the verdict itself is looked for in the call folder. */
    private Optional<Instant> letGoOf(String key) {
        try {
            return index.find(key)
                    .flatMap(call -> call.visit(Stage.ANALYZE))
                    .flatMap(visit -> Optional.ofNullable(visit.ended()));
        } catch (TransientFailure | Undecodable e) {
            LOG.debug("call {}: {}", key, e.getMessage());
            return Optional.empty();
        }
    }
}
