package io.aftercall.analyze;

import io.aftercall.analyze.CallAnalysis.Outcome;
import io.aftercall.analyze.CallAnalysis.Sentiment;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.Call.Direction;
import io.aftercall.transcribe.Transcript;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call in one line of a list. What is not known (yet) is absent.
 *
 * @param occurredAt when it ended, else started, else was first heard of
 * @param durationSeconds from dialling to the end, else the recording's length
 * @param rubric the version of the rubric it was judged by
 * @param emotion -100 to 100
 * @param intent 0-100
 * @param churn 0-100
 * @param stage the one that has the call now; absent when it has failed, or is judged and its reminder, if there is to be one,
 *     is in the book and need not wait for the chat
 * @param waitingFor what the call waits for, in plain language, with {@code waitingSince} and {@code waitingUntil}, when it
 *     is tried again at the latest
 * @param stuckSince when something should have been heard of a call that was found left lying
 * @param failedStage the stage a failed call failed in, with {@code failedReason} in plain language
 */
public record CallRow(
        String callKey,
        CallState state,
        @Nullable Outcome outcome,
        @Nullable String source,
        @Nullable String callId,
        @Nullable String managerId,
        @Nullable Direction direction,
        @Nullable String caller,
        @Nullable String callee,
        @Nullable String customerId,
        @Nullable String presaleTicketId,
        @Nullable Instant occurredAt,
        @Nullable Long durationSeconds,
        @Nullable String language,
        @Nullable Integer score,
        @Nullable String level,
        @Nullable String rubric,
        @Nullable Integer emotion,
        @Nullable Sentiment sentiment,
        @Nullable Integer intent,
        @Nullable Integer churn,
        @Nullable String churnLevel,
        List<String> tags,
        @Nullable String summary,
        @Nullable String failedStage,
        @Nullable String failedReason,
        @Nullable Stage stage,
        @Nullable String waitingFor,
        @Nullable Instant waitingSince,
        @Nullable Instant waitingUntil,
        @Nullable Instant stuckSince) {

    public CallRow {
        tags = List.copyOf(tags);
    }

    /** One argument per column, hence its length. */
    public static CallRow of(CallDocument document) {
        Optional<Call> call = document.call();
        Optional<Transcript> transcript = Optional.ofNullable(document.transcript());
        Optional<CallAnalysis> analysis = document.reviewed().map(Reviewed::corrected);
        Optional<CallAnalysis.Score> score = analysis.map(CallAnalysis::score);
        Optional<CallAnalysis.Emotion> emotion = analysis.map(CallAnalysis::emotion);
        Optional<CallAnalysis.ChurnRisk> churn = analysis.map(CallAnalysis::churn);
        Optional<TimelineEntry> failure = document.lastFailure();
        Optional<Waiting> waiting = document.waiting();
        return new CallRow(
                document.callKey(),
                document.state(),
                analysis.map(CallAnalysis::outcome).orElse(null),
                call.map(Call::source).orElse(null),
                call.map(Call::callId).orElse(null),
                call.map(Call::managerId).orElse(null),
                call.map(Call::direction).orElse(null),
                call.map(Call::caller).orElse(null),
                call.map(Call::callee).orElse(null),
                call.map(Call::references).map(Call.References::customerId).orElse(null),
                call.map(Call::references).map(Call.References::presaleTicketId).orElse(null),
                document.occurredAt().orElse(null),
                call.map(Call::timing)
                        .map(Call.Timing::durationMs)
                        .or(() -> transcript.map(Transcript::durationMs).filter(ms -> ms > 0))
                        .map(ms -> ms / 1000)
                        .orElse(null),
                transcript.map(Transcript::language).orElse(null),
                score.map(CallAnalysis.Score::points).orElse(null),
                score.map(CallAnalysis.Score::level).orElse(null),
                analysis.map(CallAnalysis::engine)
                        .map(CallAnalysis.Engine::rubric)
                        .orElse(null),
                emotion.map(CallAnalysis.Emotion::score).orElse(null),
                emotion.map(CallAnalysis.Emotion::label).orElse(null),
                analysis.map(CallAnalysis::intent)
                        .map(CallAnalysis.PurchaseIntent::score)
                        .orElse(null),
                churn.map(CallAnalysis.ChurnRisk::score).orElse(null),
                churn.map(CallAnalysis.ChurnRisk::level).orElse(null),
                analysis.map(CallAnalysis::allTags).orElse(List.of()),
                analysis.map(CallAnalysis::summary).orElse(null),
                failure.map(TimelineEntry::failedStage).orElse(null),
                failure.map(TimelineEntry::reason).orElse(null),
                document.stage().orElse(null),
                waiting.map(Waiting::reason).orElse(null),
                waiting.map(Waiting::since).orElse(null),
                waiting.map(Waiting::until).orElse(null),
                document.stuck().map(Stuck::since).orElse(null));
    }
}
