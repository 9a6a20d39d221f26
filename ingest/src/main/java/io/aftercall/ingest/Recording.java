package io.aftercall.ingest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A recording in the call folder, byte for byte as it was delivered.
 *
 * @param name the object's name in the call's folder
 * @param bytes its size
 * @param sha256 its content, 64 hex digits
 * @param contentType as the recording's host named it
 * @param track present where one side alone is heard on it
 * @param then the call's further recordings, in order; most calls have none
 */
public record Recording(
        String name,
        long bytes,
        String sha256,
        @Nullable String contentType,
        Instant storedAt,
        @Nullable Track track,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Recording> then) {

    /** Of a call. */
    public enum Side {
        AGENT,
        CUSTOMER
    }

    /** @param endedAt by which it is put beside the other side's; null where that is not known */
    public record Track(Side side, @Nullable Instant endedAt) {}

    public Recording {
        // An event of a release that did not know them.
        then = List.copyOf(Objects.requireNonNullElse(then, List.of()));
    }

    public Recording(String name, long bytes, String sha256, @Nullable String contentType, Instant storedAt) {
        this(name, bytes, sha256, contentType, storedAt, null, List.of());
    }

    /** This one and those that follow it. */
    public List<Recording> parts() {
        return Stream.concat(Stream.of(this), then.stream()).toList();
    }

    /** When the last of its parts was stored. */
    public Instant allStoredAt() {
        return parts().stream().map(Recording::storedAt).max(Instant::compareTo).orElse(storedAt);
    }

    /** @param parts in order, at least one */
    static Recording of(List<Recording> parts) {
        return parts.getFirst().followedBy(parts.subList(1, parts.size()));
    }

    private Recording followedBy(List<Recording> others) {
        return new Recording(name, bytes, sha256, contentType, storedAt, track, others);
    }

    /** With the same sound, fetched by another name: nobody is alone on what is said to be both sides'. */
    Recording again(Recording same) {
        Instant later = storedAt.isAfter(same.storedAt) ? storedAt : same.storedAt;
        return new Recording(name, bytes, sha256, contentType, later, ofOne(track, same.track), then);
    }

    private static @Nullable Track ofOne(@Nullable Track one, @Nullable Track other) {
        if (one == null || other == null || one.side() != other.side()) {
            return null;
        }
        return one.endedAt() == null ? other : one;
    }

    Recording with(@Nullable Track itsTrack) {
        return new Recording(name, bytes, sha256, contentType, storedAt, itsTrack, then);
    }
}
