package io.aftercall.analyze;

import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.transcribe.Transcript;
import io.aftercall.transcribe.Utterance;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@link CallIndex} in memory, for tests; keeps to {@link CallIndexContract} like the real one, but stems no words. */
public class MemoryCallIndex implements CallIndex {
    private final ConcurrentSkipListMap<String, byte[]> calls = new ConcurrentSkipListMap<>();

    @Override
    public Map<String, PermanentFailure> merge(Collection<CallDocument> documents) {
        documents.forEach(document -> calls.merge(
                document.callKey(),
                CallJson.write(document),
                (before, added) -> CallJson.write(read(before).merge(read(added)))));
        return Map.of();
    }

    @Override
    public Optional<CallDocument> find(String callKey) {
        return Optional.ofNullable(calls.get(callKey)).map(MemoryCallIndex::read);
    }

    @Override
    public Map<String, CallDocument> find(Collection<String> callKeys) {
        return callKeys.stream()
                .distinct()
                .flatMap(key -> find(key).stream())
                .collect(Collectors.toMap(CallDocument::callKey, document -> document));
    }

    @Override
    public void clear() {
        calls.clear();
    }

    @Override
    public CallHits search(CallQuery query) {
        List<CallRow> found = documents()
                .filter(document -> query.text() == null || mentions(document, query.text()))
                .map(CallRow::of)
                .filter(row -> matches(row, query))
                .sorted(Comparator.comparing(CallRow::occurredAt, Comparator.reverseOrder())
                        .thenComparing(CallRow::callKey))
                .toList();
        return new CallHits(
                found.size(),
                found.stream().skip(query.skip()).limit(query.size()).toList());
    }

    @Override
    public List<CallRow> history(@Nullable String ticketId, @Nullable String customerId, int most) {
        return of(ticketId, customerId)
                .filter(row -> row.outcome() == CallAnalysis.Outcome.JUDGED)
                .limit(most)
                .toList();
    }

    @Override
    public List<CallRow> contacts(@Nullable String ticketId, @Nullable String customerId, int most) {
        return of(ticketId, customerId).limit(most).toList();
    }

    private Stream<CallRow> of(@Nullable String ticketId, @Nullable String customerId) {
        return documents()
                .map(CallRow::of)
                .filter(row -> (customerId != null && customerId.equals(row.customerId()))
                        || (ticketId != null
                                && ticketId.equals(row.presaleTicketId())
                                && (customerId == null || row.customerId() == null)))
                .sorted(Comparator.comparing(CallRow::occurredAt, Comparator.reverseOrder())
                        .thenComparing(CallRow::callKey));
    }

    @Override
    public List<String> stranded(StrandedQuery query) {
        return documents()
                .filter(query::finds)
                .sorted(Comparator.comparing(
                                (CallDocument document) -> document.idleSince().orElseThrow())
                        .thenComparing(CallDocument::callKey))
                .limit(query.most())
                .map(CallDocument::callKey)
                .toList();
    }

    @Override
    public List<String> judgedForNow(int most) {
        return documents()
                .filter(document -> !"analyze".equals(CallRow.of(document).failedStage()))
                .filter(document -> document.reviewed()
                        .filter(judged -> judged.corrected().engine().forNow())
                        .isPresent())
                .sorted(Comparator.comparing((CallDocument document) ->
                                document.reachedAt(CallState.ANALYZED).orElseThrow())
                        .thenComparing(CallDocument::callKey))
                .limit(most)
                .map(CallDocument::callKey)
                .toList();
    }

    @Override
    public Calibration calibration(@Nullable Instant from, @Nullable Instant until) {
        Map<Calibration.Pair, Long> counted = documents()
                .filter(document -> document.occurredAt()
                        .filter(at -> (from == null || !at.isBefore(from)) && (until == null || at.isBefore(until)))
                        .isPresent())
                .flatMap(document -> document.agreements().stream())
                .map(said -> new Calibration.Pair(said.rubric(), said.criterion(), said.judge(), said.people(), 0))
                .collect(Collectors.groupingBy(pair -> pair, Collectors.counting()));
        return Calibration.of(counted.entrySet().stream()
                .map(each -> new Calibration.Pair(
                        each.getKey().rubric(),
                        each.getKey().criterion(),
                        each.getKey().judge(),
                        each.getKey().people(),
                        each.getValue()))
                .toList());
    }

    @Override
    public Map<Stage, Long> held(CallQuery.Held by) {
        return documents()
                .filter(document -> (by == CallQuery.Held.STUCK ? document.stuck() : document.waiting()).isPresent())
                .collect(Collectors.groupingBy(document -> document.stage().orElseThrow(), Collectors.counting()));
    }

    private Stream<CallDocument> documents() {
        return calls.values().stream().map(MemoryCallIndex::read);
    }

    private static boolean matches(CallRow row, CallQuery query) {
        return (query.managerId() == null || query.managerId().equals(row.managerId()))
                && (query.level() == null || query.level().equals(row.level()))
                && (query.state() == null || query.state() == row.state())
                && (query.held() != CallQuery.Held.STUCK || row.stuckSince() != null)
                && (query.held() != CallQuery.Held.WAITING || row.waitingFor() != null)
                && (query.from() == null || !row.occurredAt().isBefore(query.from()))
                && (query.until() == null || row.occurredAt().isBefore(query.until()))
                && (query.minScore() == null || (row.score() != null && row.score() >= query.minScore()))
                && (query.maxScore() == null || (row.score() != null && row.score() <= query.maxScore()));
    }

    private static boolean mentions(CallDocument document, String text) {
        CallRow row = CallRow.of(document);
        Transcript transcript = document.transcript();
        String said = transcript == null
                ? ""
                : transcript.utterances().stream().map(Utterance::text).collect(Collectors.joining("\n"));
        String all = Stream.of(row.callKey(), row.callId(), row.managerId(), row.caller(), row.callee(), row.summary())
                .map(String::valueOf)
                .collect(Collectors.joining("\n", said + "\n", ""))
                .toLowerCase(Locale.ROOT);
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("\\s+")).allMatch(all::contains);
    }

    private static CallDocument read(byte[] json) {
        return CallJson.read(json, CallDocument.class);
    }
}
