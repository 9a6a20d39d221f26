package io.aftercall.ingest;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the robot platform's record API says of a call, as delivered.
 *
 * @param record the data of {@code GET /v1/record/{id}}
 * @param details the data of {@code GET /v1/task/record_info/{task_id}/{id}}; absent when the platform has none
 */
public record PlatformRecord(
        Map<String, @Nullable Object> record, @Nullable Map<String, @Nullable Object> details) {

    /** Of a call that came through another telephony system there is none. */
    public static boolean mayExist(Call call) {
        return call.source().equals("robot");
    }
}
