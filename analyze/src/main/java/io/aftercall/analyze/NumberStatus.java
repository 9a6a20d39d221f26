package io.aftercall.analyze;

import io.aftercall.ingest.Call;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of calling a number, in the robot platform's thirteen codes. Told by its own verdict on the announcement that was
 * played, else by the telephony system's cause (FreeSWITCH's and Twilio's words).
 */
public enum NumberStatus {
    WAITING(0, "等待呼叫"),
    ANSWERED(1, "呼叫成功"),
    LINE_FAULT(
            2,
            "线路故障",
            "line fault",
            "network_out_of_order",
            "destination_out_of_order",
            "normal_temporary_failure",
            "recovery_on_timer_expire",
            "gateway_down",
            "switch_congestion",
            "normal_circuit_congestion",
            "failed"),
    REJECTED(3, "拒接", "reject", "call_rejected"),
    NO_ANSWER(
            4,
            "无应答、无人接听",
            "not answer",
            "no_answer",
            "no-answer",
            "no_user_response",
            "allotted_timeout",
            "originator_cancel",
            "canceled"),
    NO_SUCH_NUMBER(5, "空号", "does not exist", "unallocated_number", "invalid_number_format", "no_route_destination"),
    SWITCHED_OFF(6, "关机", "power off", "subscriber_absent", "user_not_registered"),
    OUT_OF_SERVICE(7, "停机", "out of service", "number_changed"),
    BUSY(8, "占线、用户正忙", "busy now", "user_busy", "busy"),
    BARRED(9, "呼入限制", "barring", "call barring", "incoming_call_barred", "outgoing_call_barred"),
    ARREARS(10, "欠费", "defaulting", "arrears"),
    BLACKLISTED(11, "黑名单", "blacklist"),
    LOST(12, "呼损", "call loss", "lose_race", "queue timeout");

    private final int code;
    private final String label;
    /** Each between bars. */
    private final String words;

    NumberStatus(int code, String label, String... words) {
        this.code = code;
        this.label = label;
        this.words = "|" + String.join("|", words) + "|";
    }

    public int code() {
        return code;
    }

    public String label() {
        return label;
    }

    /** Empty when there is none of that code. */
    public static Optional<NumberStatus> of(int code) {
        return Arrays.stream(values()).filter(status -> status.code == code).findFirst();
    }

    /** An unanswered call of which nothing more is known counts as not answered. */
    public static NumberStatus of(Call call) {
        if (!call.notConnected()) {
            return ANSWERED;
        }
        return of(call.ending().announcement())
                .or(() -> of(call.ending().cause()))
                .orElse(NO_ANSWER);
    }

    private static Optional<NumberStatus> of(@Nullable String word) {
        if (word == null || word.isBlank()) {
            return Optional.empty();
        }
        String known = "|" + word.strip().toLowerCase(Locale.ROOT) + "|";
        return Arrays.stream(values())
                .filter(status -> status.words.contains(known))
                .findFirst();
    }
}
