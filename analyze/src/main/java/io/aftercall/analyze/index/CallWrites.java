package io.aftercall.analyze.index;

import co.elastic.clients.elasticsearch._types.VersionType;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.util.BinaryData;
import co.elastic.clients.util.ContentType;
import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.IndexSettings;
import io.aftercall.analyze.RecordRow;
import io.aftercall.analyze.index.BulkWrite.Write;
import io.aftercall.analyze.index.StoredCalls.Version;
import io.aftercall.ingest.CallJson;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is to be written of a call: itself on condition that nobody has written it meanwhile, and what is derived from it. */
final class CallWrites {
    private static final int TIME_BITS = 43;
    private static final int TIE_BITS = 10;
    private static final int TURN_BITS = 10;
    private static final long MOST_TIE = (1L << (TIE_BITS - 1)) - 1;

    private final IndexSettings settings;

    CallWrites(IndexSettings settings) {
        this.settings = settings;
    }

    /** @param before as it is stored, where it is */
    record Merged(CallDocument news, @Nullable Version before, CallDocument whole) {
        static Merged of(CallDocument news, @Nullable Version before) {
            return new Merged(
                    news, before, before == null ? news : before.document().merge(news));
        }
    }

    Write call(Merged call) {
        String key = call.news().callKey();
        Version version = call.before();
        byte[] json = CallJson.write(CallSource.of(call.whole()));
        BinaryData source = BinaryData.of(json, ContentType.APPLICATION_JSON);
        BulkOperation operation = version == null
                ? BulkOperation.of(op -> op.create(
                        create -> create.index(settings.callsIndex()).id(key).document(source)))
                : BulkOperation.of(op -> op.index(index -> index.index(settings.callsIndex())
                        .id(key)
                        .ifSeqNo(version.seqNo())
                        .ifPrimaryTerm(version.primaryTerm())
                        .document(source)));
        return new Write(key, false, operation, json.length);
    }

    /**
     * Rounds carry the time of their analysis and which writing of the call this is as version, so that a slower writer never
     * puts those of an older analysis over them, nor those made from an older state of the call.
     */
    Stream<Write> rounds(Merged call) {
        CallAnalysis analysis = call.whole().analysis();
        return analysis == null || !bearsOnRounds(call.news())
                ? Stream.empty()
                : RoundSource.of(call.whole()).stream().map(round -> write(round, version(analysis.notBefore(), call)));
    }

    /** That a reminder was posted, or what people said, changes no round, and there are ten of them to a call. */
    private static boolean bearsOnRounds(CallDocument news) {
        return !news.reported().isEmpty()
                || news.joined() != null
                || news.transcript() != null
                || news.analysis() != null;
    }

    /** Rounds of another analysis that are too many now. */
    Stream<Write> roundsThatAreNoMore(Merged call) {
        CallAnalysis analysis = call.whole().analysis();
        if (analysis == null) {
            return Stream.empty();
        }
        int before = call.before() == null ? 0 : roundsOf(call.before().document());
        int most = Math.max(roundsOf(call.news()), before);
        return IntStream.rangeClosed(analysis.rounds().size() + 1, most)
                .mapToObj(n -> delete(
                        call.news().callKey(),
                        settings.roundsIndex(),
                        RoundSource.id(call.news().callKey(), n),
                        version(analysis.notBefore(), call)));
    }

    /**
     * First by the time, in ms, until the year 2248; then by the call, so that of two at the same time, but for one pair in a
     * thousand, the one that lists show first is the later, whichever is written first; then by how often the call was
     * written.
     */
    private static long version(Instant at, Merged call) {
        long time = Math.clamp(at.toEpochMilli(), 0, (1L << TIME_BITS) - 1);
        long tie = MOST_TIE - (CallRecords.tie(call.news().callKey()) >> (Long.SIZE - TIE_BITS));
        long turn = call.before() == null ? 1 : call.before().turn() + 1;
        return (time << TIE_BITS | tie) << TURN_BITS | Math.min(turn, (1L << TURN_BITS) - 1);
    }

    /**
     * A number is written with its call's notifications, and with an event of a later stage only where that one knows more
     * of it: of most calls the notification says all. Not before the first notification, as a call's time is not certain
     * then. The version begins with the latest that any notification says, which never shrinks: a call never takes the place
     * of a later one, in whatever order they come, and a corrected one still takes its own.
     */
    Stream<Write> number(Merged call) {
        CallDocument whole = call.whole();
        boolean isTold = !call.news().reported().isEmpty()
                || (call.news().joined() != null
                        && !whole.reported().isEmpty()
                        && NumberSource.knowsMoreThanWasNotified(whole));
        return isTold
                ? NumberSource.of(whole)
                        .map(number -> write(call.news().callKey(), number, version(latest(whole.reported()), call)))
                : Stream.empty();
    }

    /** Who knows which calls there are of a number. */
    @FunctionalInterface
    interface Calls {
        /** The last of a number's calls within its task but {@code callKey}. */
        Optional<RecordRow> lastBut(String callKey, NumberSource number);
    }

    /**
     * Numbers that the call, since it was corrected, is none of any more, nor is what is new of it: each goes to its last other
     * call, or away. Their version is the correction's; should a later call have taken one meanwhile, that one stays.
     */
    Stream<Write> numbersLeft(Merged call, Calls calls) {
        Version before = call.before();
        if (before == null || call.news().reported().isEmpty()) {
            return Stream.empty();
        }
        String key = call.news().callKey();
        Set<String> now = NumberSource.of(call.whole()).map(NumberSource::key).collect(Collectors.toSet());
        long version = version(latest(call.whole().reported()), call);
        return Stream.of(before.document(), call.news())
                .flatMap(NumberSource::of)
                .filter(number -> !now.contains(number.key()))
                .map(number -> calls.lastBut(key, number)
                        .map(row -> write(key, NumberSource.of(row, number.taskId()), version))
                        .orElseGet(() -> delete(key, settings.numbersIndex(), number.key(), version)));
    }

    private static Instant latest(List<CallDocument.Reported> reported) {
        return reported.stream()
                .map(each -> Stream.of(
                                each.call().timing().end(), each.call().timing().startedAt(), each.at())
                        .flatMap(Stream::ofNullable)
                        .findFirst()
                        .orElseThrow())
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    private Write write(String callKey, NumberSource number, long version) {
        byte[] json = CallJson.write(number);
        return new Write(
                callKey,
                true,
                BulkOperation.of(op -> op.index(index -> index.index(settings.numbersIndex())
                        .id(number.key())
                        .version(version)
                        .versionType(VersionType.ExternalGte)
                        .document(BinaryData.of(json, ContentType.APPLICATION_JSON)))),
                json.length);
    }

    private Write write(RoundSource round, long version) {
        byte[] json = CallJson.write(round);
        return new Write(
                round.callKey(),
                true,
                BulkOperation.of(op -> op.index(index -> index.index(settings.roundsIndex())
                        .id(round.id())
                        .version(version)
                        .versionType(VersionType.ExternalGte)
                        .document(BinaryData.of(json, ContentType.APPLICATION_JSON)))),
                json.length);
    }

    private static Write delete(String callKey, String index, String id, long version) {
        BulkOperation operation = BulkOperation.of(op ->
                op.delete(delete -> delete.index(index).id(id).version(version).versionType(VersionType.ExternalGte)));
        return new Write(callKey, true, operation, 100);
    }

    private static int roundsOf(CallDocument document) {
        CallAnalysis analysis = document.analysis();
        return analysis == null ? 0 : analysis.rounds().size();
    }
}
