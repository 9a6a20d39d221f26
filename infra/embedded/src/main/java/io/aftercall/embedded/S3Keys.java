package io.aftercall.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/** The key pair of one embedded S3, drawn at its first start. */
record S3Keys(String accessKey, String secretKey) {
    /** Reads the pair from a file only its owner can read, which is created if absent. */
    static S3Keys of(Path file) throws IOException {
        if (!Files.exists(file)) {
            OwnerOnly.write(file, random(10) + "\n" + random(20) + "\n");
        }
        List<String> lines = Files.readAllLines(file);
        return new S3Keys(lines.get(0), lines.get(1));
    }

    private static String random(int bytes) {
        byte[] drawn = new byte[bytes];
        new SecureRandom().nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }

    @Override
    public String toString() {
        return "S3Keys[" + accessKey + "]";
    }
}
