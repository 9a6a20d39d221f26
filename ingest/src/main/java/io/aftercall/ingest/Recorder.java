package io.aftercall.ingest;

import io.aftercall.ingest.RecordedCalls.Place;
import io.aftercall.ingest.recording.PlatformRecords;
import io.aftercall.ingest.recording.RecordingFetch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins a call's facts, whatever their order and number, and fetches its recording into the call folder. */
public final class Recorder {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);
    private static final Duration OTHER_SIDE = Duration.ofMinutes(2);
    private static final Duration GRACE = Duration.ofDays(7);

    private final CallFolder folder;
    private final RecordedCalls calls;
    private final RecordingFetch fetch;
    private final PlatformRecords platform;
    private final Duration deadline;
    private final Clock clock;
    private final MeterRegistry metrics;

    /** @param deadline for a recording to be announced; then the call is closed without one */
    Recorder(
            CallFolder folder,
            RecordingFetch fetch,
            PlatformRecords platform,
            Duration deadline,
            Clock clock,
            MeterRegistry metrics) {
        this.folder = folder;
        this.calls = new RecordedCalls(folder);
        this.fetch = fetch;
        this.platform = platform;
        this.deadline = deadline;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * @throws TransientFailure when the recording's host, the platform or the call folder is away, or no recording is announced yet
     * @throws PermanentFailure when the recording cannot be had
     */
    public CallRecorded record(CallHungUp hungUp) {
        String key = hungUp.call().key();
        boolean known = !calls.keep(hungUp);
        List<CallHungUp> facts = known ? calls.facts(key) : calls.factsWith(hungUp);
        if (facts.isEmpty()) {
            throw TransientFailure.outage("call " + key + " has no facts although one was stored", null);
        }
        if (known && !Submissions.isHandedIn(hungUp.call()) && calls.isNewRepetition(hungUp, facts)) {
            LOG.info("notified again, with nothing new");
            Counter.builder("aftercall.notifications.repeated")
                    .description("Notifications that said what was known already")
                    .tag("source", hungUp.call().source())
                    .register(metrics)
                    .increment();
        }
        Call call = RecordedCalls.joined(facts);
        keep(call, known);
        List<Place> places = RecordedCalls.places(facts);
        if (places.isEmpty() ? call.notConnected() : RecordedCalls.isNone(places)) {
            return RecordedCalls.withoutRecording(call, facts, delivered(call));
        }
        if (!places.isEmpty()) {
            awaitBothSides(call, facts, places);
            // Nothing can have been fetched for a call of which nothing was known.
            boolean untouched = !known && facts.size() == 1;
            return RecordedCalls.withRecording(call, recordings(call, places, untouched), delivered(call));
        }
        Instant now = clock.instant();
        if (!now.isBefore(facts.getFirst().receivedAt().plus(deadline))) {
            return closed(call, now);
        }
        // Which comes with a notification of its own: this one makes room for it at once.
        throw TransientFailure.notReady(
                "call " + key + " was answered, but no notification has named a recording",
                LOOK_AGAIN,
                // Closed before that, whatever a pause may have been lengthened to.
                deadline.plus(GRACE));
    }

    /** Whether it was handed in as a text that came to its end elsewhere: nothing of it is to be done in the line. */
    public boolean isSettled(CallHungUp hungUp) {
        return Submissions.SOURCE.equals(hungUp.call().source())
                && folder.read(hungUp.call().key(), Submissions.settled(hungUp)).isPresent();
    }

    /** A fact of our own, which one that names a recording after all overrules. */
    private CallRecorded closed(Call call, Instant now) {
        LOG.warn("no recording was named within {}: closed without one", deadline);
        calls.keep(new CallHungUp(
                call, RecordingAddress.NONE, now, Map.of("closed", "no recording was named within " + deadline)));
        return RecordedCalls.withoutRecording(call, calls.facts(call.key()), delivered(call));
    }

    private @Nullable PlatformRecord delivered(Call call) {
        PlatformRecord before = calls.delivered(call);
        if (before == null) {
            platform.read(call).ifPresent(record -> calls.keep(call.key(), record));
        }
        return before == null ? calls.delivered(call) : before;
    }

    /** @param known whether the event's fact was there before; if not, what is stored cannot know of it */
    private void keep(Call call, boolean known) {
        byte[] derived = CallJson.write(call);
        boolean same = known
                && folder.read(call.key(), "call.json")
                        .filter(before -> Arrays.equals(before, derived))
                        .isPresent();
        if (!same) {
            folder.replace(call.key(), "call.json", derived);
        }
    }

    /** One side alone is half a conversation, and the other one is announced within moments. */
    private void awaitBothSides(Call call, List<CallHungUp> facts, List<Place> places) {
        Recording.Side only = places.getFirst().side();
        if (only == null || places.stream().anyMatch(place -> place.side() != only)) {
            return;
        }
        Instant last = facts.stream()
                .filter(fact -> fact.part() != null)
                .map(CallHungUp::receivedAt)
                .max(Instant::compareTo)
                .orElseThrow();
        if (clock.instant().isBefore(last.plus(OTHER_SIDE))) {
            throw TransientFailure.notReady(
                    "call %s: only the %s's side of the recording has been announced"
                            .formatted(call.key(), only.name().toLowerCase(Locale.ROOT)),
                    // Which comes with a notification of its own: this one makes room for it at once.
                    LOOK_AGAIN,
                    deadline.plus(GRACE));
        }
    }

    /** Those that can be had; a part that never can does not take the others along. */
    private List<Recording> recordings(Call call, List<Place> places, boolean untouched) {
        if (places.size() == 1) {
            return List.of(recording(call, places.getFirst(), untouched));
        }
        List<Recording> had = new ArrayList<>();
        PermanentFailure missing = null;
        for (Place place : places) {
            try {
                had.add(recording(call, place, untouched));
            } catch (PermanentFailure e) {
                LOG.warn("of {} recordings one cannot be had: {}", places.size(), e.getMessage());
                missing = e;
            }
        }
        if (missing != null && had.isEmpty()) {
            throw missing;
        }
        return had;
    }

    private Recording recording(Call call, Place place, boolean untouched) {
        Optional<Recording> before =
                untouched && !place.isUploaded() ? Optional.empty() : calls.recording(call.key(), place);
        return before.orElseGet(() -> calls.keep(call.key(), place, fetch.fetch(call, place.address(), Instant.now())));
    }
}
