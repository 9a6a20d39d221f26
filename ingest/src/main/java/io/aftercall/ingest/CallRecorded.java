package io.aftercall.ingest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The call's facts are joined and its recording is stored. Topic {@code calls.recorded}.
 *
 * @param recording absent for a call that nobody answered
 */
public record CallRecorded(Call call, @Nullable Recording recording, Instant at) {}
