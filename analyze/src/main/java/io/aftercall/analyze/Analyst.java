package io.aftercall.analyze;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aftercall.analyze.CallAnalysis.Engine;
import io.aftercall.analyze.CallAnalysis.Outcome;
import io.aftercall.analyze.tags.RuleTag;
import io.aftercall.analyze.tags.TagRules;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.ContentHash;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.ingest.Undecodable;
import io.aftercall.transcribe.CallTranscribed;
import io.aftercall.transcribe.Transcript;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges a call once: the same transcript, rubric, prompt and model give the stored result again. */
public final class Analyst {
    private static final Logger LOG = LoggerFactory.getLogger(Analyst.class);

    private final CallFolder folder;
    private final Rubrics rubrics;
    private final Judge judge;
    private final Judge standIn;
    private final Predicate<TransientFailure> meanwhile;
    private final TagRules rules;
    private final Clock clock;
    private final Map<String, ReentrantLock> turns = new ConcurrentHashMap<>();

    /**
     * @param standIn judges where {@code judge} answered and the answer was of no use
     * @param meanwhile whether it also judges until {@code judge}, which failed like this, is back
     */
    Analyst(
            CallFolder folder,
            Rubrics rubrics,
            Judge judge,
            Judge standIn,
            Predicate<TransientFailure> meanwhile,
            TagRules rules,
            Clock clock) {
        this.folder = folder;
        this.rubrics = rubrics;
        this.judge = judge;
        this.standIn = standIn;
        this.meanwhile = meanwhile;
        this.rules = rules;
        this.clock = clock;
    }

    /** Whether anything was said that could be judged; what else there is to say of a call needs no model. */
    public static boolean isToBeJudged(CallTranscribed transcribed) {
        Transcript transcript = transcribed.transcript();
        return transcript != null && transcript.hasSpeech();
    }

    /**
     * Does {@code work}, which judges the call, while nobody else in this process judges it: who comes later finds the result
     * and does not pay for another.
     */
    public <T> T inTurn(Call call, Supplier<T> work) {
        while (true) {
            ReentrantLock turn = turns.computeIfAbsent(call.key(), any -> new ReentrantLock());
            turn.lock();
            try {
                // Else whoever had it before has put it away, and whoever comes next waits for another.
                if (turns.get(call.key()) == turn) {
                    return work.get();
                }
            } finally {
                turns.remove(call.key(), turn);
                turn.unlock();
            }
        }
    }

    /**
     * @throws TransientFailure when the model or the call folder is away
     * @throws PermanentFailure when the model refuses the request for this call
     */
    public CallAnalyzed analyze(CallTranscribed transcribed) {
        Unkept verdict = judge(transcribed, true);
        keep(verdict);
        return verdict.analyzed;
    }

    /**
     * A verdict that is not in the call's folder yet, while all that was paid for it is.
     *
     * @param before what the folder holds instead
     */
    public record Unkept(CallAnalyzed analyzed, Optional<CallAnalysis> before) {}

    /**
     * As {@link #analyze}, for who does more with the verdict while it is {@link #keep kept}.
     *
     * @param askedBefore else it does not look for what is not there, see {@link #isAskedBefore}
     */
    public Unkept judge(CallTranscribed transcribed, boolean askedBefore) {
        return judge(transcribed, askedBefore ? stored(transcribed.call()) : Optional.empty(), askedBefore);
    }

    /** Whether there may be an answer or a verdict on the call. */
    public boolean isAskedBefore(Call call) {
        return folder.list(call.key(), "").stream().anyMatch(AnalyzedCalls::isAnswerOrVerdict);
    }

    private Unkept judge(CallTranscribed transcribed, Optional<CallAnalysis> before, boolean askedBefore) {
        Call call = transcribed.call();
        Rubric rubric = rubrics.of(call);
        String input = judge.engine(rubric).input(transcribed.transcript());
        Optional<CallAnalysis> known = before.filter(analysis ->
                isOf(analysis, input, transcribed) && !analysis.engine().forNow());
        if (known.isPresent()) {
            return unkept(transcribed, before, known.get());
        }
        CallAnalysis fresh;
        try {
            fresh = judged(call, rubric, transcribed.transcript(), input, askedBefore);
        } catch (TransientFailure e) {
            if (!meanwhile.test(e)) {
                throw e;
            }
            // To ask may have taken minutes, in which another may have been answered.
            Optional<CallAnalysis> last = stored(call);
            return unkept(transcribed, last, forNow(transcribed, rubric, input, last, e));
        }
        // Where the offline engine has become the judge, what it said for now is the same verdict and no earlier one.
        Optional<CallAnalysis> other =
                before.filter(analysis -> !analysis.input().equals(input));
        return unkept(transcribed, before, other.map(fresh::after).orElse(fresh));
    }

    /** By the stand-in, unless more than that is known of the call: then it waits for the judge, who failed like this. */
    private CallAnalysis forNow(
            CallTranscribed transcribed,
            Rubric rubric,
            String input,
            Optional<CallAnalysis> last,
            TransientFailure away) {
        Transcript transcript = transcribed.transcript();
        Engine engine = standIn.engine(rubric).meanwhile(String.valueOf(away.getMessage()));
        Optional<CallAnalysis> same =
                last.filter(known -> isOf(known, input, transcribed) || isForNow(known, transcribed));
        if (same.isPresent()) {
            return same.get();
        }
        if (transcript == null || last.filter(known -> !known.engine().forNow()).isPresent()) {
            throw away;
        }
        Call call = transcribed.call();
        LOG.info("call {} is judged offline for now: {}", call.key(), away.getMessage());
        Judge.Found found = standIn.propose(transcript, rubric, call, false);
        CallAnalysis fresh = new Decision(rubric, transcript, call.timing().end())
                .on(found, engine, engine.input(transcript), clock.instant());
        return last.map(fresh::after).orElse(fresh);
    }

    private Unkept unkept(CallTranscribed transcribed, Optional<CallAnalysis> before, CallAnalysis analysis) {
        Call call = transcribed.call();
        CallAnalysis tagged = tagged(call, analysis, transcribed.transcript());
        return new Unkept(new CallAnalyzed(call, tagged, tagged.at()), before);
    }

    /** Rules cost nothing: those in force now are asked, also about a call that was judged long ago. */
    private CallAnalysis tagged(Call call, CallAnalysis analysis, @Nullable Transcript transcript) {
        CallAnalysis.ByRule known = analysis.byRule();
        if (known != null && known.rules().equals(rules.version())) {
            return analysis;
        }
        List<RuleTag> tags = transcript == null || analysis.outcome() != Outcome.JUDGED
                ? List.of()
                : rules.of(
                        transcript,
                        rule -> LOG.warn("call {}: rule {} takes too long and does not match", call.key(), rule));
        return analysis.with(new CallAnalysis.ByRule(rules.version(), clock.instant(), tags));
    }

    /** @throws TransientFailure when the call folder is away */
    public void keep(Unkept verdict) {
        String key = verdict.analyzed.call().key();
        CallAnalysis analysis = verdict.analyzed.analysis();
        if (verdict.before.equals(Optional.of(analysis))) {
            return;
        }
        verdict.before
                .filter(known -> !known.input().equals(analysis.input()))
                .ifPresent(gone -> folder.create(key, AnalyzedCalls.earlier(gone.input()), CallJson.write(gone)));
        folder.replace(key, AnalyzedCalls.ANALYSIS, CallJson.write(analysis));
    }

    /** What would name the call's analysis if it were judged now, see {@link CallAnalysis#input()}. */
    public String input(CallTranscribed transcribed) {
        return judge.engine(rubrics.of(transcribed.call())).input(transcribed.transcript());
    }

    /** What judging it now is likely to cost, by the length of what was said; none where nobody spoke. */
    public Tokens likely(CallTranscribed transcribed) {
        Transcript transcript = transcribed.transcript();
        Call call = transcribed.call();
        return transcript == null ? Tokens.NONE : judge.likely(transcript, rubrics.of(call), call);
    }

    /** Whether judging costs a request. */
    public boolean asksAModel() {
        return judge != standIn;
    }

    /** What is stored of the call, however it was judged. */
    public Optional<CallAnalyzed> last(Call call) {
        return stored(call).map(analysis -> new CallAnalyzed(call, analysis, analysis.at()));
    }

    /** What is stored of the call, if it was judged as it would be now, or as it can be while the model is away. */
    public Optional<CallAnalyzed> judged(CallTranscribed transcribed) {
        Call call = transcribed.call();
        String input = input(transcribed);
        return stored(call)
                .filter(analysis -> isOf(analysis, input, transcribed) || isForNow(analysis, transcribed))
                .map(analysis -> new CallAnalyzed(call, analysis, analysis.at()));
    }

    private boolean isForNow(CallAnalysis known, CallTranscribed transcribed) {
        return known.engine().forNow()
                && known.input()
                        .equals(standIn.engine(rubrics.of(transcribed.call())).input(transcribed.transcript()));
    }

    /** Why there is nothing to judge is the call's own affair, and may be corrected. */
    private static boolean isOf(CallAnalysis known, String input, CallTranscribed transcribed) {
        Transcript transcript = transcribed.transcript();
        return known.input().equals(input)
                && (transcript != null || known.outcome() == silence(transcribed.call(), null));
    }

    private static Outcome silence(Call call, @Nullable Transcript transcript) {
        if (transcript != null) {
            return Outcome.NO_SPEECH;
        }
        return call.notConnected() ? Outcome.NOT_CONNECTED : Outcome.WITHOUT_RECORDING;
    }

    private Optional<CallAnalysis> stored(Call call) {
        Optional<byte[]> json = folder.read(call.key(), AnalyzedCalls.ANALYSIS);
        try {
            return json.map(bytes -> CallJson.read(bytes, CallAnalysis.class));
        } catch (Undecodable e) {
            // Written by a release with another shape: the result can be had again, so it is; the old one goes aside.
            LOG.warn("analysis of call {} is judged again: {}", call.key(), e.getMessage());
            json.ifPresent(bytes -> folder.create(
                    call.key(),
                    AnalyzedCalls.earlier("unreadable-" + ContentHash.shortOf(new String(bytes, UTF_8))),
                    bytes));
            return Optional.empty();
        }
    }

    private CallAnalysis judged(
            Call call, Rubric rubric, @Nullable Transcript transcript, String input, boolean askedBefore) {
        Engine engine = judge.engine(rubric);
        if (transcript == null || !transcript.hasSpeech()) {
            return CallAnalysis.ofSilence(silence(call, transcript), engine, input, clock.instant());
        }
        Judge.Found found;
        try {
            found = judge.propose(transcript, rubric, call, askedBefore);
        } catch (UnusableAnswer e) {
            LOG.warn("call {} is judged offline: {}", call.key(), e.getMessage());
            engine = standIn.engine(rubric).because(String.valueOf(e.getMessage()));
            found = new Judge.Found(
                    standIn.propose(transcript, rubric, call, askedBefore).proposal(), e.requests());
        }
        return new Decision(rubric, transcript, call.timing().end()).on(found, engine, input, clock.instant());
    }
}
