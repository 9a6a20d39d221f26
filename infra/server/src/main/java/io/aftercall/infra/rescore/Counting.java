package io.aftercall.infra.rescore;

import io.aftercall.analyze.Analyst;
import io.aftercall.analyze.AnalyzeSettings;
import io.aftercall.analyze.AnalyzedCalls;
import io.aftercall.analyze.CallAnalyzed;
import io.aftercall.analyze.Tokens;
import io.aftercall.infra.line.Patience;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.RecordedCalls;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.ingest.Undecodable;
import io.aftercall.transcribe.CallTranscribed;
import io.aftercall.transcribe.TranscribedCalls;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds which stored calls would not be judged today as they were, and what it is likely to cost to judge them again. */
final class Counting {
    private static final Logger LOG = LoggerFactory.getLogger(Counting.class);

    /** Calls looked at together. */
    private static final int BATCH = 64;

    /** Calls whose cost makes the estimate. */
    private static final int SAMPLE = 50;

    private final CallFolder folder;
    private final Analyst analyst;
    private final AnalyzeSettings settings;
    private final RecordedCalls recorded;
    private final TranscribedCalls transcribed;
    private final AnalyzedCalls analyzed;
    private final Patience patience;

    Counting(CallFolder folder, Analyst analyst, AnalyzeSettings settings, Patience patience) {
        this.folder = folder;
        this.analyst = analyst;
        this.settings = settings;
        this.recorded = new RecordedCalls(folder);
        this.transcribed = new TranscribedCalls(folder);
        this.analyzed = new AnalyzedCalls(folder);
        this.patience = patience;
    }

    /** @param calls each with the name of the analysis it will have */
    record Counted(Map<String, String> calls, Progress.Estimate estimate) {}

    /** A call that is to be judged again, the name of the analysis it will have, and what that is likely to cost. */
    private record Wanted(
            String callKey, String input, @Nullable Tokens cost) {}

    Counted count(Plan plan, Rescore.Report report) throws InterruptedException, ExecutionException {
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
                    reads.add(() -> patience.trying("rescore", () -> wanted(plan, key, sample, report)));
                }
                for (Future<Optional<Wanted>> read : threads.invokeAll(reads)) {
                    read.get().ifPresent(one -> {
                        found.put(one.callKey, one.input);
                        Stream.ofNullable(one.cost).forEach(costs::add);
                    });
                }
                looked += reads.size();
                long all = looked;
                report.now(now -> now.counted(all, found.size()));
            }
        }
        return new Counted(found, estimate(found.size(), costs));
    }

    private Progress.Estimate estimate(long calls, List<Tokens> costs) {
        Tokens likely = costs.stream().reduce(Tokens.NONE, Tokens::plus).scaled(calls, costs.size());
        return new Progress.Estimate(
                likely, settings.price().of(likely), settings.price().currency());
    }

    /** A call that cannot be read does not keep the others from being judged. */
    private Optional<Wanted> wanted(Plan plan, String key, boolean sample, Rescore.Report report) {
        try {
            List<CallHungUp> facts = recorded.facts(key);
            if (facts.isEmpty() || !plan.covers(facts)) {
                return Optional.empty();
            }
            CallTranscribed said =
                    recorded.stored(facts).flatMap(transcribed::stored).orElse(null);
            if (said == null || said.transcript() == null || !said.transcript().hasSpeech()) {
                return Optional.empty();
            }
            CallTranscribed wanted = plan.asWanted(said);
            String input = analyst.input(wanted);
            // One that was handed in for this very rubric is among them.
            if (plan.leavesOut(said.call()) && !analyst.input(said).equals(input)) {
                report.now(Progress::withOneLeftOut);
                return Optional.empty();
            }
            Optional<CallAnalyzed> before = before(said.call());
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
            report.problem("call %s cannot be read: %s".formatted(key, e.getMessage()));
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
}
