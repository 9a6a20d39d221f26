package io.aftercall.ingest;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
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
        return facts(callKey, name -> fact(callKey, name));
    }

    /** As {@link #facts(String)}, without reading the one that was just kept. */
    List<CallHungUp> factsWith(CallHungUp kept) {
        String key = kept.call().key();
        return facts(key, name -> name.equals(name(kept)) ? Stream.of(kept) : fact(key, name));
    }

    private List<CallHungUp> facts(String callKey, Function<String, Stream<CallHungUp>> named) {
        return folder.list(callKey, "facts/hungup-").stream()
                .flatMap(named)
                .sorted(Comparator.comparing(CallHungUp::receivedAt))
                .toList();
    }

    private Stream<CallHungUp> fact(String callKey, String name) {
        return folder.read(callKey, name).stream().map(json -> CallJson.read(json, CallHungUp.class));
    }

    /** Keeps a notification among the call's facts, once; false when it is there already. */
    public boolean keep(CallHungUp hungUp) {
        return folder.create(hungUp.call().key(), name(hungUp), CallJson.write(hungUp));
    }

    private static String name(CallHungUp fact) {
        return "facts/hungup-" + fact.contentHash() + ".json";
    }

    /**
     * Of a notification that is kept already, whether the telephony system has sent it again, found out for the first time: the
     * same event worked on again is no repetition, however often that happens.
     *
     * @param facts of the call
     */
    boolean isNewRepetition(CallHungUp hungUp, List<CallHungUp> facts) {
        return facts.stream().noneMatch(fact -> fact.receivedAt().equals(hungUp.receivedAt()))
                && folder.create(
                        hungUp.call().key(),
                        "facts/repeated-%s-%d.json"
                                .formatted(
                                        hungUp.contentHash(),
                                        hungUp.receivedAt().toEpochMilli()),
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
        List<Place> places = places(facts);
        if (places.isEmpty() ? call.notConnected() : isNone(places)) {
            return Optional.of(withoutRecording(call, facts, delivered(call)));
        }
        // One of several that could not be had is not there.
        List<Recording> parts = places.stream()
                .flatMap(place -> recording(call.key(), place).stream())
                .toList();
        return parts.isEmpty() ? Optional.empty() : Optional.of(withRecording(call, parts, delivered(call)));
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

    /** Where a recording is, the whole or a part. */
    record Place(String address, CallHungUp.@Nullable Part part) {
        static Place ofTheWhole(String address) {
            return new Place(address, null);
        }

        /** Whether the recording was put into the folder by whoever reported the call, so that it cannot be fetched again. */
        boolean isUploaded() {
            return address.startsWith(HANDED_IN);
        }

        /** Forgetting recordings leaves those alone that cannot be fetched again. */
        private String file() {
            return (isUploaded() ? "uploaded-" : "recorded-") + ContentHash.shortOf(address) + ".json";
        }

        Recording.@Nullable Side side() {
            return part == null ? null : part.side();
        }

        private @Nullable Instant at() {
            return part == null ? null : part.at();
        }

        private Recording of(Recording fetched) {
            Recording.Side side = side();
            return fetched.with(side == null ? null : new Recording.Track(side, at()));
        }

        /** Of the same part, later: what it does not say any more still holds. */
        private Place corrected(Place later) {
            CallHungUp.Part its = later.part();
            return its == null || its.at() != null
                    ? later
                    : new Place(later.address(), new CallHungUp.Part(its.id(), at(), its.side()));
        }
    }

    /**
     * Where the recording is, or its parts in order, as the last notification that named each said. That there is none holds
     * only while nobody named one.
     */
    static List<Place> places(List<CallHungUp> facts) {
        Map<String, Place> parts = new LinkedHashMap<>();
        Place whole = null;
        boolean none = false;
        for (CallHungUp fact : facts) {
            String address = fact.recording();
            if (address == null) {
                continue;
            }
            Place place = new Place(address, fact.part());
            if (RecordingAddress.NONE.equals(address)) {
                none = true;
            } else if (fact.part() == null) {
                whole = place;
            } else {
                parts.merge(fact.part().id(), place, Place::corrected);
            }
        }
        if (!parts.isEmpty()) {
            return inOrder(List.copyOf(parts.values()));
        }
        if (whole != null) {
            return List.of(whole);
        }
        return none ? List.of(Place.ofTheWhole(RecordingAddress.NONE)) : List.of();
    }

    /** By their times, where all have one; as they were announced otherwise. */
    private static List<Place> inOrder(List<Place> parts) {
        return parts.stream().anyMatch(place -> place.at() == null)
                ? parts
                : parts.stream()
                        .sorted(Comparator.comparing(place -> Objects.requireNonNull(place.at())))
                        .toList();
    }

    /** Whether it was said that there is no recording. */
    static boolean isNone(List<Place> places) {
        return places.stream().anyMatch(place -> place.address().equals(RecordingAddress.NONE));
    }

    /** The same sound under two names is one recording. */
    static CallRecorded withRecording(Call call, List<Recording> parts, @Nullable PlatformRecord delivered) {
        Map<String, Recording> byContent = new LinkedHashMap<>();
        parts.forEach(part -> byContent.merge(part.sha256(), part, Recording::again));
        Recording recording = Recording.of(List.copyOf(byContent.values()));
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

    Optional<Recording> recording(String callKey, Place place) {
        return folder.read(callKey, place.file())
                .filter(json -> json.length > 0)
                .map(json -> CallJson.read(json, Recording.class))
                .map(place::of);
    }

    /** Keeps what was fetched, unless there is one already; returns the one that is there. */
    Recording keep(String callKey, Place place, Recording fetched) {
        byte[] json = CallJson.write(fetched);
        String name = place.file();
        if (!folder.create(callKey, name, json)) {
            Optional<Recording> before = recording(callKey, place);
            if (before.isPresent()) {
                return before.get();
            }
            folder.replace(callKey, name, json);
        }
        return place.of(fetched);
    }
}
