package io.aftercall.ingest;

import io.aftercall.ingest.recording.RecordingFetch;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Joins a call's facts, whatever their order and number, and fetches its recording into the call folder. */
public final class Recorder {
    private final CallFolder folder;
    private final RecordingFetch fetch;

    Recorder(CallFolder folder, RecordingFetch fetch) {
        this.folder = folder;
        this.fetch = fetch;
    }

    /**
     * @throws TransientFailure when the recording's host or the call folder is away
     * @throws PermanentFailure when the recording cannot be had
     */
    public CallRecorded record(CallHungUp hungUp) {
        String key = hungUp.call().key();
        folder.create(key, "facts/hungup-" + hungUp.contentHash() + ".json", CallJson.write(hungUp));
        List<CallHungUp> facts = facts(key);
        Call call = facts.stream()
                .map(CallHungUp::call)
                .reduce(Call::correctedBy)
                .orElseThrow(
                        () -> TransientFailure.outage("call " + key + " has no facts although one was stored", null));
        keep(call);
        Optional<String> address = facts.reversed().stream()
                .map(CallHungUp::recording)
                .filter(Objects::nonNull)
                .findFirst();
        if (address.isPresent()) {
            Recording recording = recording(call, address.get());
            return new CallRecorded(call, recording, recording.storedAt());
        }
        if (call.notConnected()) {
            return new CallRecorded(call, null, hungUp.receivedAt());
        }
        throw new PermanentFailure("call " + key + " was answered, but no notification named a recording");
    }

    private List<CallHungUp> facts(String key) {
        return folder.list(key, "facts/hungup-").stream()
                .flatMap(name -> folder.read(key, name).stream())
                .map(json -> CallJson.read(json, CallHungUp.class))
                .sorted(Comparator.comparing(CallHungUp::receivedAt))
                .toList();
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
        String name = "recorded-" + ContentHash.shortOf(address) + ".json";
        Recording stored = stored(call, name);
        if (stored != null) {
            return stored;
        }
        Recording fetched = fetch.fetch(call, address, Instant.now());
        folder.create(call.key(), name, CallJson.write(fetched));
        return fetched;
    }

    private @Nullable Recording stored(Call call, String name) {
        return folder.read(call.key(), name)
                .map(json -> CallJson.read(json, Recording.class))
                .orElse(null);
    }
}
