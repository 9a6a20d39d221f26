package io.aftercall.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** A temporary home for one server; both go when this JVM ends. */
final class ScratchFolder {
    private ScratchFolder() {}

    /** Starts a server on a new folder. */
    static <T extends AutoCloseable> T start(String name, Starter<T> starter) {
        try {
            Path home = Files.createTempDirectory("aftercall-" + name + "-");
            T server = starter.start(home);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> discard(server, home), "discard-" + name));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void discard(AutoCloseable server, Path home) {
        try {
            server.close();
            delete(home);
        } catch (Exception e) {
            System.err.println("could not tidy up " + home + ": " + e);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (var paths = Files.walk(folder)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }

    /** What starts a server on a home. */
    interface Starter<T> {
        T start(Path home) throws IOException;
    }
}
