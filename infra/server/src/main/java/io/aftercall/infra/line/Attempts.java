package io.aftercall.infra.line;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aftercall.ingest.CallJson;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a record has been through in its stage so far; it travels with the record through the delay topics. */
final class Attempts {
    /** A record that failed this often, while others through the same dependency did not, is itself at fault. */
    private static final int MOST = 8;

    private final Clock clock;
    private final Instant received;
    private @Nullable Instant started;
    private @Nullable Instant latest;
    private int made;
    private Duration waited = Duration.ZERO;
    private int counted;
    private @Nullable Instant countedSince;
    private @Nullable Instant missingSince;
    private @Nullable Duration patience;

    /** As it travels. */
    private record Snapshot(
            Instant received,
            @Nullable Instant started,
            @Nullable Instant latest,
            int made,
            Duration waited,
            int counted,
            @Nullable Instant countedSince,
            @Nullable Instant missingSince,
            @Nullable Duration patience,
            @Nullable Instant putOffAt) {}

    /** @param received when the record was written to the stage's topic */
    Attempts(Instant received, Clock clock) {
        this.received = received;
        this.clock = clock;
    }

    /**
     * @param back when the record was written back to the stage's topic
     * @throws io.aftercall.ingest.Undecodable when it is not what {@link #putOff} wrote
     */
    static Attempts goOn(String json, Instant back, Clock clock) {
        Snapshot then = CallJson.read(json.getBytes(UTF_8), Snapshot.class);
        Attempts attempts = new Attempts(then.received, clock);
        attempts.started = then.started;
        attempts.latest = then.latest;
        attempts.made = then.made;
        attempts.waited = then.waited;
        attempts.counted = then.counted;
        attempts.countedSince = then.countedSince;
        attempts.missingSince = then.missingSince;
        attempts.patience = then.patience;
        if (then.putOffAt != null && back.isAfter(then.putOffAt)) {
            attempts.waited(Duration.between(then.putOffAt, back));
        }
        return attempts;
    }

    /** As it goes to a delay topic now. */
    byte[] putOff() {
        return CallJson.write(new Snapshot(
                received,
                started,
                latest,
                made,
                waited,
                counted,
                countedSince,
                missingSince,
                patience,
                clock.instant()));
    }

    /** @return when the attempt before this one began, or this one when it is the first */
    Instant begin() {
        Instant now = clock.instant();
        Instant before = latest == null ? now : latest;
        started = started();
        latest = now;
        made++;
        return before;
    }

    /**
     * What was begun needs what is known to be away: that was no attempt.
     *
     * @param before what {@link #begin} said
     */
    void takeBack(Instant before) {
        made--;
        started = made == 0 ? null : started;
        latest = made == 0 ? null : before;
    }

    void waited(Duration duration) {
        waited = waited.plus(duration);
    }

    /** The attempt failed although its dependency answered others; true once that is enough to blame the record. */
    boolean blamed(Duration over) {
        counted++;
        countedSince = countedSince == null ? clock.instant() : countedSince;
        return counted >= MOST && countedFor().compareTo(over) >= 0;
    }

    /**
     * How long the input has been found missing, with this attempt; anything else in between starts it anew, and so does another
     * thing that is missing, which has another patience.
     *
     * @param withPatience null where nothing is missing
     */
    Duration missing(@Nullable Duration withPatience) {
        boolean same = withPatience != null && withPatience.equals(patience);
        patience = withPatience;
        if (withPatience == null) {
            missingSince = null;
            return Duration.ZERO;
        }
        missingSince = missingSince == null || !same ? clock.instant() : missingSince;
        return Duration.between(missingSince, clock.instant());
    }

    Instant received() {
        return received;
    }

    Instant started() {
        return started == null ? clock.instant() : started;
    }

    int made() {
        return made;
    }

    int counted() {
        return counted;
    }

    Duration countedFor() {
        return countedSince == null ? Duration.ZERO : Duration.between(countedSince, clock.instant());
    }

    Duration waited() {
        return waited;
    }
}
