package io.aftercall.ingest;

import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One telephone call as its telephony system reported it. Created in this stage, carried unchanged by every later event.
 *
 * @param key names the call everywhere: topic key, folder, document, address of its page
 * @param source the telephony system ("generic", "robot", ...)
 * @param callId the call's id there, as received
 * @param managerId the sales person, as the telephony system names them
 * @param caller number as received
 * @param callee number as received
 * @param e164 the same numbers as anybody could dial them
 */
public record Call(
        String key,
        String source,
        String callId,
        @Nullable String managerId,
        @Nullable Direction direction,
        @Nullable String caller,
        @Nullable String callee,
        Timing timing,
        Ending ending,
        References references,
        Numbers e164) {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]{1,120}");

    /** From whom to whom. */
    public enum Direction {
        INBOUND,
        OUTBOUND,
        INTERNAL
    }

    /** When it happened; durations in milliseconds: {@code durationMs} from dialling, {@code billMs} from the answer. */
    public record Timing(
            @Nullable Instant startedAt,
            @Nullable Instant answeredAt,
            @Nullable Instant endedAt,
            @Nullable Long durationMs,
            @Nullable Long billMs) {
        public static final Timing UNKNOWN = new Timing(null, null, null, null, null);

        /** When it ended: as told, else by its start and duration. */
        public @Nullable Instant end() {
            return endedAt != null || startedAt == null || durationMs == null
                    ? endedAt
                    : startedAt.plusMillis(durationMs);
        }
    }

    /**
     * How it ended: the telephony system's own cause, and who hung up ("agent", "customer", "robot").
     *
     * @param code the cause as a number, where the system has one
     * @param announcement what was recognised in the network's announcement to an unanswered call ("power off", "busy now")
     */
    public record Ending(
            @Nullable String cause,
            @Nullable String by,
            @Nullable String code,
            @Nullable String announcement) {
        public static final Ending UNKNOWN = new Ending(null, null);

        public Ending(@Nullable String cause, @Nullable String by) {
            this(cause, by, null, null);
        }
    }

    /**
     * What the call belongs to in other systems.
     *
     * @param numberId of the called number within its task
     */
    public record References(
            @Nullable String taskId,
            @Nullable String customerId,
            @Nullable String presaleTicketId,
            @Nullable String contentMode,
            @Nullable String tenantCode,
            @Nullable String orgCode,
            @Nullable String numberId) {
        public static final References NONE = new References(null, null, null, null, null, null);

        public References(
                @Nullable String taskId,
                @Nullable String customerId,
                @Nullable String presaleTicketId,
                @Nullable String contentMode,
                @Nullable String tenantCode,
                @Nullable String orgCode) {
            this(taskId, customerId, presaleTicketId, contentMode, tenantCode, orgCode, null);
        }
    }

    /** In E.164 ({@code +8618810495721}); absent for what is no number somebody can have, such as an extension. */
    public record Numbers(@Nullable String caller, @Nullable String callee) {
        public static final Numbers UNKNOWN = new Numbers(null, null);
    }

    public Call(
            String key,
            String source,
            String callId,
            @Nullable String managerId,
            @Nullable Direction direction,
            @Nullable String caller,
            @Nullable String callee,
            Timing timing,
            Ending ending,
            References references) {
        this(key, source, callId, managerId, direction, caller, callee, timing, ending, references, Numbers.UNKNOWN);
    }

    public Call {
        // An event of a release that did not know them.
        e164 = Objects.requireNonNullElse(e164, Numbers.UNKNOWN);
        if (key.isBlank() || source.isBlank() || callId.isBlank()) {
            throw new IllegalArgumentException("key, source and callId of call '" + key + "' must not be blank");
        }
    }

    /** {@code source-callId} where that is safe in an object name and a URL, otherwise a readable part of it and a hash. */
    public static String keyOf(String source, String callId) {
        if (PLAIN.matcher(callId).matches()) {
            return source + "-" + callId;
        }
        String readable = callId.replaceAll("[^A-Za-z0-9._-]+", "_");
        return source + "-" + readable.substring(0, Math.min(60, readable.length())) + "-"
                + ContentHash.shortOf(callId).substring(0, 12);
    }

    /** Nobody answered: no recording is to be expected. */
    public boolean notConnected() {
        Long bill = timing.billMs();
        return bill != null && bill == 0;
    }

    /** This call with everything that {@code later} knows better. */
    public Call correctedBy(Call later) {
        Timing t = later.timing;
        Ending e = later.ending;
        References r = later.references;
        return new Call(
                key,
                source,
                callId,
                either(later.managerId, managerId),
                either(later.direction, direction),
                either(later.caller, caller),
                either(later.callee, callee),
                new Timing(
                        either(t.startedAt(), timing.startedAt()),
                        either(t.answeredAt(), timing.answeredAt()),
                        either(t.endedAt(), timing.endedAt()),
                        either(t.durationMs(), timing.durationMs()),
                        either(t.billMs(), timing.billMs())),
                new Ending(
                        either(e.cause(), ending.cause()),
                        either(e.by(), ending.by()),
                        either(e.code(), ending.code()),
                        either(e.announcement(), ending.announcement())),
                new References(
                        either(r.taskId(), references.taskId()),
                        either(r.customerId(), references.customerId()),
                        either(r.presaleTicketId(), references.presaleTicketId()),
                        either(r.contentMode(), references.contentMode()),
                        either(r.tenantCode(), references.tenantCode()),
                        either(r.orgCode(), references.orgCode()),
                        either(r.numberId(), references.numberId())),
                new Numbers(
                        later.caller == null ? e164.caller() : later.e164.caller(),
                        later.callee == null ? e164.callee() : later.e164.callee()));
    }

    /** This call with its numbers made out. */
    Call with(Numbers numbers) {
        return new Call(key, source, callId, managerId, direction, caller, callee, timing, ending, references, numbers);
    }

    private static <T> @Nullable T either(@Nullable T later, @Nullable T earlier) {
        return later != null ? later : earlier;
    }
}
