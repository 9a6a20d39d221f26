package io.aftercall.ingest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 (FIPS 180-4) in lower-case hex: names content, so that the same input finds its stored result. */
public final class ContentHash {
    private ContentHash() {}

    /** 64 hex digits over the parts in order; a separator keeps ("ab","c") and ("a","bc") apart. */
    public static String of(String... parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return hex(digest);
    }

    /** The first 16 hex digits: short enough for a name, long enough that the objects of one call never collide. */
    public static String shortOf(String... parts) {
        return of(parts).substring(0, 16);
    }

    public static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
