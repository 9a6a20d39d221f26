package io.aftercall.infra.rescore;

import io.aftercall.analyze.Analyst;
import io.aftercall.analyze.AnalyzeSettings;
import io.aftercall.analyze.AnalyzedCalls;
import io.aftercall.analyze.CallAnalyzed;
import io.aftercall.analyze.Rubric;
import io.aftercall.analyze.Tokens;
import io.aftercall.infra.line.EventPublisher;
import io.aftercall.infra.line.Patience;
import io.aftercall.infra.line.Topics;
import io.aftercall.infra.rescore.Progress.State;
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
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has stored calls judged again, one run at a time: counts first which would not be judged today as they were, and when
 * somebody has agreed gives them to the line, which keeps its caps and its patience. Only the progress is lost with the
 * process.
 */
final class Rescore {
    private static final Logger LOG = LoggerFactory.getLogger(Rescore.class);

    /** Calls looked at together. */
    private static final int BATCH = 64;

    /** Calls whose cost makes the estimate. */
    private static final int SAMPLE = 50;

    private static final Duration LOOK = Duration.ofMillis(500);

    private final CallFolder folder;
    private final Analyst analyst;
    private final AnalyzeSettings settings;
    private final EventPublisher publisher;
    private final RecordedCalls recorded;
    private final TranscribedCalls transcribed;
    private final AnalyzedCalls analyzed;
    private final FailedCalls failed;
    private final Patience patience;
    private final Clock clock;
    private Progress progress = Progress.NONE;
    private @Nullable Plan plan;
    private Map<String, String> planned = Map.of();

    /** A call that is to be judged again, the name of the analysis it will have, and what that is likely to cost. */
    private record Wanted(
            String callKey, String input, @Nullable Tokens cost) {}

    Rescore(
            CallFolder folder,
            Analyst analyst,
            AnalyzeSettings settings,
            EventPublisher publisher,
            Patience patience,
            Clock clock) {
        this.folder = folder;
        this.analyst = analyst;
        this.settings = settings;
        this.publisher = publisher;
        this.recorded = new RecordedCalls(folder);
        this.transcribed = new TranscribedCalls(folder);
        this.analyzed = new AnalyzedCalls(folder);
        this.failed = new FailedCalls(folder);
        this.patience = patience;
        this.clock = clock;
    }

    synchronized Progress progress() {
        return progress;
    }

    private synchronized Progress progress(UnaryOperator<Progress> step) {
        progress = step.apply(progress);
        return progress;
    }

    /** Begins to count; false, and nothing changed, while a run is under way. */
    synchronized boolean count(Plan next) {
        if (progress.state().isUnderWay()) {
            return false;
        }
        plan = next;
        progress = Progress.startedAt(clock.instant());
        start(() -> plan(next));
        return true;
    }

    /**
     * Begins to judge what was counted; false when that is not what is planned.
     *
     * @param counted when the count that was agreed to had been started
     */
    synchronized boolean run(Instant counted) {
        Plan agreed = plan;
        if (progress.state() != State.PLANNED || agreed == null || !counted.equals(progress.startedAt())) {
            return false;
        }
        progress = progress.running();
        Map<String, String> calls = planned;
        start(() -> judge(agreed, calls));
        return true;
    }

    /** Forgets what was counted, or sends no more and no longer watches what was given to the line; false when there is neither. */
    synchronized boolean drop(Instant counted) {
        boolean open = progress.state() == State.PLANNED || progress.state() == State.RUNNING;
        if (!open || !counted.equals(progress.startedAt())) {
            return false;
        }
        progress = progress.ended(State.DROPPED, clock.instant(), null);
        return true;
    }

    /** An outage of minutes is waited for, as in a reindex. */
    private <T> T trying(Supplier<T> step) {
        return patience.trying("rescore", step);
    }

    private interface Part {
        void run() throws Exception;
    }

    private void start(Part part) {
        Thread.ofVirtual().name("rescore").start(() -> {
            try {
                part.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.error("rescore: given up", e);
                progress(now -> now.ended(State.FAILED, clock.instant(), e.getMessage()));
            }
        });
    }

    private void plan(Plan next) throws Exception {
        Map<String, String> found = new LinkedHashMap<>();
        List<Tokens> costs = new ArrayList<>();
        long looked = 0;
        try (Stream<String> keys = folder.keys();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Iterator<String> left = keys.iterator();
            while (left.hasNext()) {
                List<Callable<Optional<Wanted>>> reads = new ArrayList<>();
                while (left.hasNext() && reads.size() < BATCH) {
                    String key = left.next();
                    boolean sample = costs.size() + reads.size() < SAMPLE;
                    reads.add(() -> trying(() -> wanted(next, key, sample)));
                }
                for (Future<Optional<Wanted>> read : threads.invokeAll(reads)) {
                    read.get().ifPresent(one -> {
                        found.put(one.callKey, one.input);
                        Stream.ofNullable(one.cost).forEach(costs::add);
                    });
                }
                looked += reads.size();
                long all = looked;
                progress(now -> now.counted(all, found.size()));
            }
        }
        synchronized (this) {
            planned = found;
            progress = progress.planned(estimate(found.size(), costs));
        }
    }

    private Progress.Estimate estimate(long calls, List<Tokens> costs) {
        Tokens likely = costs.stream().reduce(Tokens.NONE, Tokens::plus).scaled(calls, costs.size());
        return new Progress.Estimate(
                likely, settings.price().of(likely), settings.price().currency());
    }

    /** A call that cannot be read does not keep the others from being judged. */
    private Optional<Wanted> wanted(Plan next, String key, boolean sample) {
        try {
            List<CallHungUp> facts = recorded.facts(key);
            if (facts.isEmpty() || !next.covers(facts)) {
                return Optional.empty();
            }
            CallTranscribed said =
                    recorded.stored(facts).flatMap(transcribed::stored).orElse(null);
            if (said == null || said.transcript() == null || !said.transcript().hasSpeech()) {
                return Optional.empty();
            }
            if (next.leavesOut(said.call())) {
                progress(Progress::withOneLeftOut);
                return Optional.empty();
            }
            Optional<CallAnalyzed> before = before(said.call());
            CallTranscribed wanted = as(next, said);
            String input = analyst.input(wanted);
            if (before.filter(known -> known.analysis().input().equals(input)).isPresent()) {
                return Optional.empty();
            }
            Tokens cost = !sample || !analyst.asksAModel()
                    ? null
                    : before.map(analyzed::tokens)
                            .filter(tokens -> tokens.input() > 0)
                            .orElseGet(() -> analyst.likely(wanted));
            return Optional.of(new Wanted(key, input, cost));
        } catch (TransientFailure e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warn("rescore: call {} cannot be read", key, e);
            progress(now -> now.with("call %s cannot be read: %s".formatted(key, e.getMessage())));
            return Optional.empty();
        }
    }

    private Optional<CallAnalyzed> before(Call call) {
        try {
            return analyzed.stored(call);
        } catch (Undecodable e) {
            LOG.debug("judged again, whatever it was: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private void judge(Plan agreed, Map<String, String> calls) throws InterruptedException {
        Instant began = clock.instant();
        Instant counted = progress().startedAt();
        LOG.info("rescore: {} calls are judged again", calls.size());
        Iterator<String> unsent = calls.keySet().iterator();
        Deque<String> left = new ArrayDeque<>();
        long judged = 0;
        while ((unsent.hasNext() || !left.isEmpty()) && isRunning(counted)) {
            // The first are judged while the last are still being sent, and people want to see that.
            for (int more = BATCH; more > 0 && unsent.hasNext(); more--) {
                String key = unsent.next();
                if (sent(agreed, key, began)) {
                    left.add(key);
                }
            }
            for (int look = Math.min(BATCH, left.size()); look > 0; look--) {
                String key = left.remove();
                if (trying(() -> isJudged(key, calls.get(key), began))) {
                    judged++;
                } else {
                    trying(() -> failure(key, began))
                            .ifPresentOrElse(reason -> problem(key, reason), () -> left.add(key));
                }
            }
            long done = judged;
            progress(now -> now.judged(done));
            if (!unsent.hasNext()) {
                Thread.sleep(LOOK);
            }
        }
        synchronized (this) {
            if (isRunning(counted)) {
                progress = progress.ended(State.DONE, clock.instant(), null);
            }
            LOG.info("rescore: {} calls judged, {} problems", progress.done(), progress.problemCount());
        }
    }

    /** No other run has been begun since this one was dropped. */
    private synchronized boolean isRunning(@Nullable Instant counted) {
        return progress.state() == State.RUNNING && Objects.equals(progress.startedAt(), counted);
    }

    private void problem(String key, String reason) {
        progress(now -> now.with("call %s: %s".formatted(key, reason)));
    }

    /** A call that cannot be sent keeps no other from being judged; an outage is waited for. */
    private boolean sent(Plan agreed, String key, Instant began) {
        try {
            return trying(() -> send(agreed, key, began));
        } catch (PermanentFailure | Undecodable e) {
            problem(key, String.valueOf(e.getMessage()));
            return false;
        }
    }

    /** With the transcript that is stored; a wish for a rubric is one more fact about the call, so that it stays. */
    private boolean send(Plan agreed, String key, Instant began) {
        List<CallHungUp> facts = recorded.facts(key);
        CallTranscribed said =
                recorded.stored(facts).flatMap(transcribed::stored).orElse(null);
        if (said == null) {
            problem(key, "its transcript is not there any more");
            return false;
        }
        Rubric rubric = agreed.rubric();
        if (rubric != null) {
            Call wish = Plan.askingFor(said.call(), rubric);
            Map<String, Object> asReceived = Map.of("content_mode", rubric.id(), "rescored_at", began.toString());
            recorded.keep(new CallHungUp(wish, null, began, asReceived));
        }
        publisher.sendAgain(Topics.TRANSCRIBED, key, CallJson.write(as(agreed, said)));
        return true;
    }

    private static CallTranscribed as(Plan agreed, CallTranscribed said) {
        return new CallTranscribed(agreed.asWanted(said.call()), said.recording(), said.transcript(), said.at());
    }

    /** As planned, or since then in whatever way. */
    private boolean isJudged(String key, @Nullable String input, Instant began) {
        return analyzed.stored(RecordedCalls.joined(recorded.facts(key)))
                .map(CallAnalyzed::analysis)
                .filter(now -> !now.engine().forNow())
                .filter(now -> now.input().equals(input) || now.at().isAfter(began))
                .isPresent();
    }

    private Optional<String> failure(String key, Instant since) {
        return failed.stored(key).stream()
                .filter(failure -> failure.replayedAt() == null && failure.at().isAfter(since))
                .map(failure -> failure.reason())
                .findFirst();
    }
}
