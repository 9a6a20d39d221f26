package io.aftercall.embedded;

import java.nio.file.Path;
import java.time.Duration;

/** Where the launcher or the build has put the jars of a child JVM. */
final class LibDir {
    static final Duration PREDECESSOR_WAIT = Duration.ofSeconds(20);

    private LibDir() {}

    static Path of(String property) {
        String folder = System.getProperty(property);
        if (folder == null) {
            throw new IllegalStateException(
                    "system property " + property + " is not set: no jars to start a child JVM with");
        }
        return Path.of(folder);
    }
}
