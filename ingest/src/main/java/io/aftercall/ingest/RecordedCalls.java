package io.aftercall.ingest;

import java.util.Comparator;
import java.util.List;
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
        Optional<String> address = address(facts);
        if (isNone(address)) {
            return Optional.of(withoutRecording(call, facts, delivered(call)));
        }
        if (address.isPresent()) {
            return recording(call.key(), address.get())
                    .map(recording -> new CallRecorded(call, recording, recording.storedAt(), delivered(call)));
        }
        return call.notConnected() ? Optional.of(withoutRecording(call, facts, delivered(call))) : Optional.empty();
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

    /** Where the recording is, as the last notification that named one said; that there is none holds only while nobody did. */
    static Optional<String> address(List<CallHungUp> facts) {
        List<String> named = facts.reversed().stream()
                .map(CallHungUp::recording)
                .flatMap(Stream::ofNullable)
                .toList();
        return named.stream()
                .filter(address -> !address.equals(RecordingAddress.NONE))
                .findFirst()
                .or(() -> named.stream().findFirst());
    }

    /** Whether it was said that there is no recording. */
    static boolean isNone(Optional<String> address) {
        return address.filter(RecordingAddress.NONE::equals).isPresent();
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
