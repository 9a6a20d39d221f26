package io.aftercall.embedded.elasticsearch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What ties this JVM to the one that started it: it lives until its standard input ends, however the other one died. */
final class Leash {
    private static final long ORDERLY_EXIT_SECONDS = 15;

    /** Never closed: the next node on this home must wait until this process is gone, not only its data written. */
    private static @Nullable FileChannel lock;

    private Leash() {}

    /** Holds the file {@code lock} of the home as long as this process lives, and ends it when standard input does. */
    static void attach(Path home) throws IOException {
        lock = FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            throw new IOException(home + " is in use by another process");
        }
        Thread.ofPlatform().name("parent-watch").start(Leash::exitWithParent);
    }

    static void announceReady(Path file) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(unfinished, "ready");
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void exitWithParent() {
        try (InputStream in = System.in) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("standard input broke, taken as its end: " + e);
        }
        // A shutdown that hangs must not leave an orphan behind.
        Thread.ofPlatform().daemon().name("last-resort").start(Leash::haltLater);
        System.exit(0);
    }

    private static void haltLater() {
        try {
            TimeUnit.SECONDS.sleep(ORDERLY_EXIT_SECONDS);
        } catch (InterruptedException e) {
            System.err.println("interrupted, halting now");
        }
        Runtime.getRuntime().halt(1);
    }
}
