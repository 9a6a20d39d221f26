package io.aftercall.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Holds a data folder for this process until closed; the operating system lets go when the process dies, however it dies. */
public final class HomeLock implements AutoCloseable {
    /** Asked before any file is opened: closing a second channel to a file drops this JVM's lock on it. */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path home;
    private final FileChannel channel;

    private HomeLock(Path home, FileChannel channel) {
        this.home = home;
        this.channel = channel;
    }

    /**
     * Takes the folder, created readable by its owner only if absent, waiting at most {@code wait} for its present owner
     * to go.
     *
     * @throws HomeInUseException if it is still taken then; names the folder and the owner's pid
     */
    public static HomeLock acquire(Path home, Duration wait) throws IOException {
        Path real = OwnerOnly.directory(home);
        Deadline deadline = Deadline.in(wait);
        while (!HELD_HERE.add(real)) {
            deadline.pauseOr(() -> inUse(real));
        }
        try {
            FileChannel channel = lock(real, deadline);
            Files.writeString(
                    pidFile(real), String.valueOf(ProcessHandle.current().pid()));
            return new HomeLock(real, channel);
        } catch (IOException | RuntimeException e) {
            HELD_HERE.remove(real);
            throw e;
        }
    }

    /** Waits until no child JVM lives on {@code home}: each holds the same lock from its first moment to its last. */
    static void awaitFree(Path home, Duration wait) throws IOException {
        lock(home, Deadline.in(wait)).close();
    }

    static Path pidFile(Path home) {
        return home.resolve("pid");
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD_HERE.remove(home);
    }

    private static FileChannel lock(Path home, Deadline deadline) throws IOException {
        FileChannel channel =
                FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            while (channel.tryLock() == null) {
                deadline.pauseOr(() -> inUse(home));
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static HomeInUseException inUse(Path home) {
        try {
            return new HomeInUseException(home, "pid " + Files.readString(pidFile(home)));
        } catch (IOException e) {
            return new HomeInUseException(home, "another process (no pid known: " + e + ")");
        }
    }
}
