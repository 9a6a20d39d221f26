package io.aftercall.ingest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A recording in the call folder, byte for byte as it was delivered.
 *
 * @param name the object's name in the call's folder
 * @param bytes its size
 * @param sha256 its content, 64 hex digits
 * @param contentType as the recording's host named it
 */
public record Recording(
        String name, long bytes, String sha256, @Nullable String contentType, Instant storedAt) {}
