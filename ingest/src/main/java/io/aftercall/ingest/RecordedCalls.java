package io.aftercall.ingest;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the call folder holds of this stage: a call's notifications, and the recording fetched for them. */
public final class RecordedCalls {
    /** What stands in the place of a recording that is to be fetched again; the folder has no deletion. */
    private static final byte[] FORGOTTEN = {};

    /** Begins the address of a recording that was put into the call's folder by whoever reported the call. */
    static final String HANDED_IN = "uploaded:";

    private static final String DELIVERED = "facts/platform-record.json";

    private final CallFolder folder;

    public RecordedCalls(CallFolder folder) {
        this.folder = folder;
    }

    /**
     * Every notification once, in the order they came in.
     *
     * @throws Undecodable when one of them cannot be read
     */
    public List<CallHungUp> facts(String callKey) {
        return folder.list(callKey, "facts/hungup-").stream()
                .flatMap(name -> folder.read(callKey, name).stream())
                .map(json -> CallJson.read(json, CallHungUp.class))
                .sorted(Comparator.comparing(CallHungUp::receivedAt))
                .toList();
    }

    /** Keeps a notification among the call's facts, once; false when it is there already. */
    public boolean keep(CallHungUp hungUp) {
        return folder.create(
                hungUp.call().key(), "facts/hungup-" + hungUp.contentHash() + ".json", CallJson.write(hungUp));
    }

    /**
     * Whether the telephony system has said the same before, found out for the first time: the same event worked on again is no
     * repetition, however often that happens.
     */
    boolean isNewRepetition(CallHungUp hungUp) {
        String key = hungUp.call().key();
        String hash = hungUp.contentHash();
        return folder.read(key, "facts/hungup-" + hash + ".json")
                        .map(json -> CallJson.read(json, CallHungUp.class))
                        .filter(first -> !first.receivedAt().equals(hungUp.receivedAt()))
                        .isPresent()
                && folder.create(
                        key,
                        "facts/repeated-" + hash + "-" + hungUp.receivedAt().toEpochMilli() + ".json",
                        CallJson.write(hungUp.receivedAt()));
    }

    /** What the {@link Recorder} made of the facts; empty while it is not done. */
    public Optional<CallRecorded> stored(String callKey) {
        return stored(facts(callKey));
    }

    /** As {@link #stored(String)}, for a call whose {@link #facts} are known. */
    public Optional<CallRecorded> stored(List<CallHungUp> facts) {
        if (facts.isEmpty()) {
            return Optional.empty();
        }
        Call call = joined(facts);
        List<String> addresses = addresses(facts);
        if (addresses.isEmpty() ? call.notConnected() : isNone(addresses)) {
            return Optional.of(withoutRecording(call, facts, delivered(call)));
        }
        List<Recording> parts = addresses.stream()
                .flatMap(address -> recording(call.key(), address).stream())
                .toList();
        return parts.isEmpty() || parts.size() < addresses.size()
                ? Optional.empty()
                : Optional.of(withRecording(call, Recording.of(parts), delivered(call)));
    }

    /** Has the recording fetched anew when the call is recorded again, because what was fetched is of no use. */
    public void forgetRecording(String callKey) {
        for (String name : folder.list(callKey, "recorded-")) {
            folder.replace(callKey, name, FORGOTTEN);
        }
    }

    /** The call as all its facts together report it. */
    public static Call joined(List<CallHungUp> facts) {
        return facts.stream().map(CallHungUp::call).reduce(Call::correctedBy).orElseThrow();
    }

    /**
     * Where the recording is, or its parts in order, as the last notification that named each said. That there is none holds
     * only while nobody named one.
     */
    static List<String> addresses(List<CallHungUp> facts) {
        Map<String, CallHungUp> parts = new LinkedHashMap<>();
        String whole = null;
        boolean none = false;
        for (CallHungUp fact : facts) {
            if (RecordingAddress.NONE.equals(fact.recording())) {
                none = true;
            } else if (fact.part() != null && fact.recording() != null) {
                parts.put(fact.part().id(), fact);
            } else if (fact.recording() != null) {
                whole = fact.recording();
            }
        }
        if (!parts.isEmpty()) {
            return parts.values().stream()
                    .sorted(Comparator.comparing(
                            RecordedCalls::madeAt, Comparator.nullsLast(Comparator.naturalOrder())))
                    .flatMap(fact -> Stream.ofNullable(fact.recording()))
                    .toList();
        }
        if (whole != null) {
            return List.of(whole);
        }
        return none ? List.of(RecordingAddress.NONE) : List.of();
    }

    private static @Nullable Instant madeAt(CallHungUp fact) {
        return fact.part() == null ? null : fact.part().at();
    }

    /** Whether it was said that there is no recording. */
    static boolean isNone(List<String> addresses) {
        return addresses.contains(RecordingAddress.NONE);
    }

    static CallRecorded withRecording(Call call, Recording recording, @Nullable PlatformRecord delivered) {
        return new CallRecorded(call, recording, recording.allStoredAt(), delivered);
    }

    static CallRecorded withoutRecording(Call call, List<CallHungUp> facts, @Nullable PlatformRecord delivered) {
        return new CallRecorded(call, null, facts.getLast().receivedAt(), delivered);
    }

    /** The platform's own record of the call, once it was read. */
    @Nullable PlatformRecord delivered(Call call) {
        return Optional.of(call)
                .filter(PlatformRecord::mayExist)
                .flatMap(robots -> folder.read(robots.key(), DELIVERED))
                .map(json -> CallJson.read(json, PlatformRecord.class))
                .orElse(null);
    }

    /** Keeps it among the call's facts; what was kept first holds. */
    void keep(String callKey, PlatformRecord delivered) {
        folder.create(callKey, DELIVERED, CallJson.write(delivered));
    }

    Optional<Recording> recording(String callKey, String address) {
        return folder.read(callKey, name(address))
                .filter(json -> json.length > 0)
                .map(json -> CallJson.read(json, Recording.class));
    }

    void keep(String callKey, String address, Recording fetched) {
        byte[] json = CallJson.write(fetched);
        if (!folder.create(callKey, name(address), json)
                && recording(callKey, address).isEmpty()) {
            folder.replace(callKey, name(address), json);
        }
    }

    /** What was handed in cannot be fetched again, so that forgetting recordings leaves it alone. */
    private static String name(String address) {
        String kind = address.startsWith(HANDED_IN) ? "uploaded-" : "recorded-";
        return kind + ContentHash.shortOf(address) + ".json";
    }
}
