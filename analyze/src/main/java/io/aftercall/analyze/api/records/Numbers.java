package io.aftercall.analyze.api.records;

import io.aftercall.analyze.NumberStatus;
import io.aftercall.analyze.RecordRow;
import io.aftercall.analyze.phone.Origin;
import io.aftercall.analyze.phone.Origins;
import io.aftercall.ingest.Call;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A number of a task as the platform lists it. */
record Numbers(LocalTimes times) {
    /** What a double, hence JavaScript, holds exactly. */
    private static final int ID_BITS = 53;

    /** @param last the number's last call */
    Map<String, @Nullable Object> number(RecordRow last) {
        Origin origin = Origins.of(last.numberWithCountry());
        NumberStatus status = status(last);
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("number", last.customerNumber());
        view.put("city", origin.city());
        view.put("pro", origin.province());
        view.put("mobile_type", origin.operatorName());
        view.put("area_code", origin.areaCode());
        view.put("post_code", "");
        view.put("id", last.numberId());
        view.put("status_str", status.label());
        view.put("callid", last.callId());
        view.put("calldate", times.time(Rows.dialled(last)));
        view.put("bill", last.billMs());
        view.put("duration", last.durationMs());
        view.put("hangupcause", last.cause());
        view.put("hangupdate", times.time(Rows.hungUp(last)));
        view.put("answerdate", Rows.answered(last) ? times.time(last.answeredAt()) : null);
        view.put("is_blacklist", status == NumberStatus.BLACKLISTED);
        view.put("status", status.code());
        return view;
    }

    /** As above, with the number's calls. */
    Map<String, @Nullable Object> number(RecordRow last, List<RecordRow> calls) {
        Map<String, @Nullable Object> view = number(last);
        view.put("call_history", calls.stream().map(this::history).toList());
        return view;
    }

    private Map<String, @Nullable Object> history(RecordRow call) {
        NumberStatus status = status(call);
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put(
                "id",
                UUID.fromString(RecordRow.recordId(call.callKey())).getMostSignificantBits() >>> (Long.SIZE - ID_BITS));
        view.put("user_id", Tags.OWNER);
        view.put("task_id", call.taskId());
        view.put("call_id", call.callId());
        view.put("number_id", call.numberId());
        view.put("number", call.customerNumber());
        view.put("call_time", times.time(Rows.dialled(call)));
        view.put("duration", call.durationMs());
        view.put("hangup_cause", call.cause());
        view.put("hangup_code", call.causeCode());
        view.put("bill", call.billMs());
        view.put("call_status", verdict(call, status));
        view.put("status", status.code());
        view.put("record_file", Rows.file(call));
        view.put("calling_number", call.direction() == Call.Direction.INBOUND ? call.callee() : call.caller());
        Places.putIds(view, Origins.of(call.numberWithCountry()));
        view.put("created_at", times.time(call.createdAt()));
        view.put("updated_at", times.time(call.updatedAt()));
        view.put("status_str", status.label());
        return new AsDelivered(call.delivered()).called(view);
    }

    private static NumberStatus status(RecordRow row) {
        return NumberStatus.of(row.numberStatus()).orElseThrow();
    }

    /** The announcement's meaning where one was recognised. */
    private static @Nullable String verdict(RecordRow call, NumberStatus status) {
        if (status == NumberStatus.ANSWERED) {
            return "answer";
        }
        String cause = call.cause();
        return call.announcement() != null
                ? call.announcement()
                : cause == null ? null : cause.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
