package io.aftercall.analyze.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallAnalysis.Sentiment;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallRow;
import io.aftercall.ingest.ContentHash;
import io.aftercall.transcribe.Transcript;
import io.aftercall.transcribe.Utterance;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One round of a call's analysis with what it is counted by.
 *
 * @param round from 1
 * @param first id of its first utterance, {@code last} of its last
 * @param text what was said in it; absent while the transcript is not here
 */
record RoundSource(
        String callKey,
        int round,
        @Nullable String source,
        @Nullable String managerId,
        @Nullable Instant occurredAt,
        @Nullable String language,
        String first,
        String last,
        @Nullable Long startMs,
        @Nullable Long endMs,
        @Nullable Integer score,
        int emotion,
        @Nullable Sentiment sentiment,
        List<String> tags,
        @Nullable String text) {

    private static final int LONGEST_KEY = 500;

    static List<RoundSource> of(CallDocument document) {
        CallAnalysis analysis = document.analysis();
        if (analysis == null) {
            return List.of();
        }
        CallRow row = CallRow.of(document);
        Transcript transcript = document.transcript();
        List<Utterance> utterances = transcript == null ? List.of() : transcript.utterances();
        List<String> ids = utterances.stream().map(Utterance::id).toList();
        return IntStream.range(0, analysis.rounds().size())
                .mapToObj(i -> of(
                        row,
                        i + 1,
                        analysis.rounds().get(i),
                        between(utterances, ids, analysis.rounds().get(i))))
                .toList();
    }

    String id() {
        return id(callKey, round);
    }

    /** Valid whenever the call's own is: an id has 512 bytes at most. */
    static String id(String callKey, int round) {
        boolean isLong = callKey.getBytes(UTF_8).length > LONGEST_KEY;
        return (isLong ? ContentHash.of(callKey) : callKey) + "#" + round;
    }

    private static RoundSource of(CallRow row, int number, CallAnalysis.Round round, List<Utterance> said) {
        return new RoundSource(
                row.callKey(),
                number,
                row.source(),
                row.managerId(),
                row.occurredAt(),
                row.language(),
                round.first(),
                round.last(),
                said.isEmpty() ? null : said.getFirst().startMs(),
                said.isEmpty() ? null : said.getLast().endMs(),
                round.score(),
                round.emotion(),
                round.sentiment(),
                round.tags(),
                said.isEmpty() ? null : said.stream().map(Utterance::text).collect(Collectors.joining("\n")));
    }

    /** Empty when the analysis is of another transcript than the one that is here. */
    private static List<Utterance> between(List<Utterance> utterances, List<String> ids, CallAnalysis.Round round) {
        int from = ids.indexOf(round.first());
        int to = ids.indexOf(round.last());
        return Stream.of(from, to).anyMatch(i -> i < 0) || to < from ? List.of() : utterances.subList(from, to + 1);
    }
}
