package io.aftercall.analyze;

import io.aftercall.ingest.Call;
import io.aftercall.ingest.Call.Direction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A call as a row of its task's call records; read back from the index without the call's document. What is not known (yet)
 * is absent.
 *
 * @param recordId what names the call in the call-record API
 * @param taskId the campaign the call belongs to
 * @param recording the recording's name in the call's folder
 * @param levelId see {@link #levelId(String, String)}
 * @param tags ids of the judge's tags and of those that rules gave
 * @param ruleTags {@code scene/group/tag} of the latter, besides their scenes and groups alone
 * @param reviewedAt when a person last said something of its analysis
 */
public record RecordRow(
        String callKey,
        String recordId,
        String taskId,
        @Nullable String source,
        @Nullable String callId,
        @Nullable String managerId,
        @Nullable Direction direction,
        @Nullable String caller,
        @Nullable String callee,
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
        @Nullable Integer numberStatus,
        @Nullable String recording,
        @Nullable Integer score,
        @Nullable String level,
        @Nullable String levelId,
        @Nullable String rubric,
        @Nullable Integer rounds,
        List<String> tags,
        List<String> ruleTags,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable Instant analyzedAt,
        @Nullable Instant reviewedAt) {

    public RecordRow {
        // Fields without a value are not stored in columns.
        tags = tags == null ? List.of() : List.copyOf(tags);
        ruleTags = ruleTags == null ? List.of() : List.copyOf(ruleTags);
    }

    /** The shape the robot platform's own ids have, and always the same for the same call. */
    public static String recordId(String callKey) {
        return UUID.nameUUIDFromBytes(("record/" + callKey).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** A call that no campaign made belongs to its sales person's task, or else to its telephony system's. */
    public static String taskId(Call call) {
        return Stream.of(call.references().taskId(), call.managerId(), call.source())
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    /** Names a band of a rubric. */
    public static String levelId(String rubricId, String level) {
        return rubricId + "-" + level;
    }

    /** The other side's number: who was called, or who called in. */
    public static @Nullable String customerNumber(Call call) {
        return call.direction() == Direction.INBOUND ? call.caller() : call.callee();
    }

    public @Nullable String customerNumber() {
        return direction == Direction.INBOUND ? caller : callee;
    }
}
