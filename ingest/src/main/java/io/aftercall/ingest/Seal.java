package io.aftercall.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** What telephony systems sign with, and the comparison that tells nothing by the time it takes. */
public final class Seal {
    private Seal() {}

    /** RFC 2104 over SHA-1, which is what the systems use; safe in this construction. */
    public static byte[] hmacSha1(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA1"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA1", e);
        }
    }

    public static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Base64 of the hexadecimal text. */
    public static String base64OfHex(byte[] bytes) {
        return base64(HexFormat.of().formatHex(bytes).getBytes(UTF_8));
    }

    public static String sha256(String text) {
        MessageDigest digest = ContentHash.sha256();
        digest.update(text.getBytes(UTF_8));
        return ContentHash.hex(digest);
    }

    public static boolean isSame(String expected, @Nullable String given) {
        return given != null && MessageDigest.isEqual(expected.getBytes(UTF_8), given.getBytes(UTF_8));
    }

    /** MD5 in lower-case hex, where a system's signature is made of it. */
    public static String md5(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    /** The {@code Authorization} header of a user (RFC 7617). */
    public static String basic(String user, String password) {
        return "Basic " + base64((user + ":" + password).getBytes(UTF_8));
    }

    /** Whether the {@code Authorization} header is this user's and password's (RFC 7617). */
    public static boolean isBasic(String user, String password, @Nullable String authorization) {
        return isSame(basic(user, password), authorization);
    }

    /** Whether the {@code Authorization} header is this token (RFC 6750). */
    public static boolean isBearer(String token, @Nullable String authorization) {
        return isSame("Bearer " + token, authorization);
    }
}
