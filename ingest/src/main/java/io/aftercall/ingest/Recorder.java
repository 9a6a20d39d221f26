package io.aftercall.ingest;

import io.aftercall.ingest.recording.PlatformRecords;
import io.aftercall.ingest.recording.RecordingFetch;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Joins a call's facts, whatever their order and number, and fetches its recording into the call folder. */
public final class Recorder {
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    private final CallFolder folder;
    private final RecordedCalls calls;
    private final RecordingFetch fetch;
    private final PlatformRecords platform;
    private final Duration deadline;

    /** @param deadline for a recording to be announced */
    Recorder(CallFolder folder, RecordingFetch fetch, PlatformRecords platform, Duration deadline) {
        this.folder = folder;
        this.calls = new RecordedCalls(folder);
        this.fetch = fetch;
        this.platform = platform;
        this.deadline = deadline;
    }

    /**
     * @throws TransientFailure when the recording's host, the platform or the call folder is away, or no recording is announced yet
     * @throws PermanentFailure when the recording cannot be had
     */
    public CallRecorded record(CallHungUp hungUp) {
        String key = hungUp.call().key();
        calls.keep(hungUp);
        List<CallHungUp> facts = calls.facts(key);
        if (facts.isEmpty()) {
            throw TransientFailure.outage("call " + key + " has no facts although one was stored", null);
        }
        Call call = RecordedCalls.joined(facts);
        keep(call);
        Optional<String> address = RecordedCalls.address(facts);
        if (address.isPresent()) {
            Recording recording = recording(call, address.get());
            return new CallRecorded(call, recording, recording.storedAt(), delivered(call));
        }
        if (call.notConnected()) {
            return RecordedCalls.unanswered(call, facts, delivered(call));
        }
        // Which comes with a notification of its own: this one makes room for it at once.
        throw TransientFailure.notReady(
                "call " + key + " was answered, but no notification has named a recording", LOOK_AGAIN, deadline);
    }

    private @Nullable PlatformRecord delivered(Call call) {
        PlatformRecord before = calls.delivered(call);
        if (before == null) {
            platform.read(call).ifPresent(record -> calls.keep(call.key(), record));
        }
        return before == null ? calls.delivered(call) : before;
    }

    private void keep(Call call) {
        byte[] derived = CallJson.write(call);
        boolean same = folder.read(call.key(), "call.json")
                .filter(before -> Arrays.equals(before, derived))
                .isPresent();
        if (!same) {
            folder.replace(call.key(), "call.json", derived);
        }
    }

    private Recording recording(Call call, String address) {
        return calls.recording(call.key(), address).orElseGet(() -> {
            Recording fetched = fetch.fetch(call, address, Instant.now());
            calls.keep(call.key(), address, fetched);
            return fetched;
        });
    }
}
