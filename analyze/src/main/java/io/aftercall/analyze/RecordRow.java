package io.aftercall.analyze;

import io.aftercall.analyze.tags.RuleTag;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.Call.Direction;
import io.aftercall.ingest.ContentHash;
import io.aftercall.ingest.PlatformRecord;
import io.aftercall.ingest.Recording;
import io.aftercall.transcribe.Transcript;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A call as a row of its task's call records. What is not known (yet) is absent.
 *
 * @param recordId what names the call in the call-record API: the platform's own id where its record was read back
 * @param taskId the campaign the call belongs to: by the platform's own record, else by the hangup
 * @param hangupTaskId the campaign by the hangup, where the platform's own record names another
 * @param e164 the customer's number with its country, where that could be made out
 * @param numberId of the customer's number within its task
 * @param numberStatus {@link NumberStatus#code()}
 * @param recording the recording's name in the call's folder
 * @param levelId see {@link #levelId(String, String)}
 * @param durationMs as the platform has it, else by the hangup, else by the recording; likewise {@code billMs}
 * @param rounds as the platform counted them, else how often the customer spoke
 * @param tags {@code scene/group/tag} of those that rules gave, then ids of the judge's own
 * @param reviewedAt when a person last said something of its analysis
 * @param delivered the platform's own record, of its details no more than tags, level and place
 */
public record RecordRow(
        String callKey,
        String recordId,
        String taskId,
        @Nullable String hangupTaskId,
        String source,
        String callId,
        @Nullable String managerId,
        @Nullable Direction direction,
        @Nullable String caller,
        @Nullable String callee,
        @Nullable String e164,
        @Nullable Instant startedAt,
        @Nullable Instant answeredAt,
        @Nullable Instant endedAt,
        @Nullable Instant occurredAt,
        @Nullable Long durationMs,
        @Nullable Long billMs,
        @Nullable String cause,
        @Nullable String causeCode,
        @Nullable String announcement,
        @Nullable String endedBy,
        @Nullable Long numberId,
        int numberStatus,
        @Nullable String recording,
        @Nullable Integer score,
        @Nullable String level,
        @Nullable String levelId,
        @Nullable String rubricId,
        @Nullable Integer rounds,
        List<String> tags,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable Instant analyzedAt,
        @Nullable Instant reviewedAt,
        @Nullable PlatformRecord delivered) {

    /** What a double, hence JavaScript, holds exactly. */
    private static final int ID_BITS = 53;

    public RecordRow {
        tags = List.copyOf(tags);
    }

    /** By which its campaign may be asked for. */
    public List<String> taskIds() {
        // A row of an earlier release has the hangup's in the first place.
        return Stream.concat(
                        Stream.of(taskId, hangupTaskId).flatMap(Stream::ofNullable),
                        new Delivered(delivered).taskId().stream())
                .distinct()
                .toList();
    }

    /** Empty while nothing but its progress is known of the call. One argument per field, hence its length. */
    public static Optional<RecordRow> of(CallDocument document) {
        return document.call().map(call -> of(document, call));
    }

    private static RecordRow of(CallDocument document, Call call) {
        Call.Timing timing = call.timing();
        Recording recording = document.recording();
        Transcript transcript = document.transcript();
        // Where the telephony system gives no times, its recording has a length.
        Long recorded = transcript == null || transcript.durationMs() == 0 ? null : (Long) transcript.durationMs();
        Optional<CallAnalysis> analysis = document.reviewed().map(Reviewed::corrected);
        Optional<CallAnalysis.Score> score = analysis.map(CallAnalysis::score);
        Optional<String> rubricId = analysis.map(judged -> judged.engine().rubricId());
        Delivered delivered = new Delivered(document.delivered());
        String hangupTaskId = taskId(call);
        String taskId = delivered.taskId().orElse(hangupTaskId);
        // A failure's time is what a failing process said, and nobody checked it.
        List<Instant> reached = document.timeline().stream()
                .filter(entry -> entry.stage() != CallState.FAILED)
                .map(TimelineEntry::at)
                .toList();
        return new RecordRow(
                call.key(),
                delivered.id().orElseGet(() -> recordId(call.key())),
                taskId,
                taskId.equals(hangupTaskId) ? null : hangupTaskId,
                call.source(),
                call.callId(),
                call.managerId(),
                call.direction(),
                call.caller(),
                call.callee(),
                call.direction() == Direction.INBOUND
                        ? call.e164().caller()
                        : call.e164().callee(),
                timing.startedAt(),
                timing.answeredAt(),
                timing.end(),
                document.occurredAt().orElse(null),
                known(
                        delivered.millis("duration").orElse(timing.durationMs()),
                        timing.startedAt(),
                        timing.end(),
                        recorded),
                known(delivered.millis("bill").orElse(timing.billMs()), timing.answeredAt(), timing.end(), recorded),
                call.ending().cause(),
                call.ending().code(),
                call.ending().announcement(),
                call.ending().by(),
                numberId(call),
                NumberStatus.of(call).code(),
                recording == null ? null : recording.name(),
                score.map(CallAnalysis.Score::points).orElse(null),
                score.map(CallAnalysis.Score::level).orElse(null),
                (delivered.isScored()
                                ? delivered.levelId()
                                : score.flatMap(points -> rubricId.map(id -> levelId(id, points.level()))))
                        .orElse(null),
                rubricId.orElse(null),
                delivered
                        .rounds()
                        .or(() -> Optional.ofNullable(transcript).map(said -> Exchange.rounds(said.utterances())))
                        .orElse(null),
                analysis.stream()
                        .flatMap(judged ->
                                Stream.concat(judged.ruleTags().stream().map(RuleTag::path), judged.tags().stream()))
                        .distinct()
                        .toList(),
                reached.isEmpty() ? null : reached.getFirst(),
                reached.isEmpty() ? null : reached.getLast(),
                document.reachedAt(CallState.ANALYZED).orElse(null),
                document.reviewed().stream()
                        .flatMap(reviewed -> reviewed.reviews().stream())
                        .map(CallReview::at)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                delivered.listed());
    }

    private static @Nullable Long known(
            @Nullable Long told, @Nullable Instant from, @Nullable Instant to, @Nullable Long recorded) {
        if (told != null) {
            return told;
        }
        return from == null || to == null || to.isBefore(from)
                ? recorded
                : (Long) Duration.between(from, to).toMillis();
    }

    /** The shape the robot platform's own ids have, and always the same for the same call. */
    public static String recordId(String callKey) {
        return UUID.nameUUIDFromBytes(("record/" + callKey).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** Names a band of a rubric. */
    public static String levelId(String rubricId, String level) {
        return rubricId + "-" + level;
    }

    /** The other side's number: who was called, or who called in. */
    public @Nullable String customerNumber() {
        return direction == Direction.INBOUND ? caller : callee;
    }

    /** By which the customer's place and operator are found. */
    public @Nullable String numberWithCountry() {
        return e164 == null ? customerNumber() : e164;
    }

    /** {@link #customerNumber()} as it is searched by; empty when it is not known. */
    public String customerDigits() {
        String number = customerNumber();
        return number == null ? "" : digits(number);
    }

    /** Names the customer's number within one of {@link #taskIds()}. */
    public String numberKey(String task) {
        return numberKey(task, customerDigits());
    }

    /** By which its level may be asked for: id and letter, of the level that is shown. */
    public List<String> levels() {
        Delivered theirs = new Delivered(delivered);
        return theirs.isScored()
                ? theirs.levels()
                : Stream.of(levelId, level).flatMap(Stream::ofNullable).toList();
    }

    /** Ids of the tags that are shown: the platform's own where its rounds are here. */
    public List<String> shownTags() {
        Delivered theirs = new Delivered(delivered);
        return theirs.isTagged() ? theirs.tagIds() : tags;
    }

    /** A call that no campaign made belongs to its sales person's task, or else to its telephony system's. */
    private static String taskId(Call call) {
        return Stream.of(call.references().taskId(), call.managerId(), call.source())
                .flatMap(Stream::ofNullable)
                .findFirst()
                .orElseThrow();
    }

    /**
     * The platform's own id of the number, else one that hardly any other number has: nobody can ask for a number by its
     * id, so that it need not be claimed.
     */
    private static @Nullable Long numberId(Call call) {
        String given = call.references().numberId();
        if (given != null && given.matches("\\d{1,15}")) {
            return Long.valueOf(given);
        }
        String number = call.direction() == Direction.INBOUND ? call.caller() : call.callee();
        return number == null
                ? null
                : (Long)
                        (Long.parseUnsignedLong(numberKey(taskId(call), digits(number)), 16) >>> (Long.SIZE - ID_BITS));
    }

    private static String numberKey(String taskId, String digits) {
        return ContentHash.shortOf(taskId, digits);
    }

    private static String digits(String number) {
        return number.replaceAll("\\D+", "");
    }
}
