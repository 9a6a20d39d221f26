package io.aftercall.transcribe;

import io.aftercall.ingest.Call;
import io.aftercall.ingest.Recording;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * It is known what was said. Topic {@code calls.transcribed}.
 *
 * @param recording absent for a call that nobody answered
 * @param transcript absent likewise; present and without utterances when nobody spoke
 */
public record CallTranscribed(
        Call call, @Nullable Recording recording, @Nullable Transcript transcript, Instant at) {}
