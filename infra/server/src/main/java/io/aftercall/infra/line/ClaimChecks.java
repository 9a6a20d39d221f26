package io.aftercall.infra.line;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.ContentHash;
import io.aftercall.ingest.Undecodable;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * An event that is too large for Kafka lies in the call folder; its record holds only where, and the hash of it. Whoever
 * takes the record gets the whole event.
 */
final class ClaimChecks {
    /** No event begins like this: the stages' records have other fields. */
    private static final byte[] BEGINNING = "{\"claim\":".getBytes(US_ASCII);

    private final CallFolder folder;
    private final int largest;

    /** @param largest bytes that still travel in a record */
    ClaimChecks(CallFolder folder, int largest) {
        this.folder = folder;
        this.largest = largest;
    }

    /** What travels instead of the event. */
    private record Check(String claim, String sha256, int bytes) {}

    /**
     * What is to be sent: the event itself where it fits.
     *
     * @throws io.aftercall.ingest.TransientFailure when the call folder is away
     */
    byte[] deposit(String callKey, byte[] event) {
        if (event.length <= largest) {
            return event;
        }
        String sha256 = sha256(event);
        String name = "events/" + sha256 + ".json";
        folder.create(callKey, name, event);
        return CallJson.write(new Check(name, sha256, event.length));
    }

    /**
     * The event that was sent.
     *
     * @throws io.aftercall.ingest.TransientFailure when the call folder is away
     * @throws Undecodable when what the record tells of is not in the call folder, or not the same
     */
    byte[] redeem(String callKey, byte[] value) {
        if (!Arrays.equals(BEGINNING, 0, BEGINNING.length, value, 0, Math.min(value.length, BEGINNING.length))) {
            return value;
        }
        Check check = CallJson.read(value, Check.class);
        byte[] event = folder.read(callKey, check.claim())
                .orElseThrow(() ->
                        new Undecodable("event of call %s: %s is not in its folder".formatted(callKey, check.claim())));
        if (!sha256(event).equals(check.sha256())) {
            throw new Undecodable(
                    "event of call %s: %s is not what was sent, its hash differs".formatted(callKey, check.claim()));
        }
        return event;
    }

    private static String sha256(byte[] event) {
        MessageDigest digest = ContentHash.sha256();
        digest.update(event);
        return ContentHash.hex(digest);
    }
}
