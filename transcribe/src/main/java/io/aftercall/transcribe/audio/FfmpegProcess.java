package io.aftercall.transcribe.audio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import net.bramp.ffmpeg.ProcessFunction;
import org.jspecify.annotations.Nullable;

/** Starts one process and can end it at any time, also before it has started. */
final class FfmpegProcess implements ProcessFunction {
    // Ended by SIGABRT, SIGKILL (also the kernel's when memory runs out), SIGSEGV or SIGTERM.
    private static final Set<Integer> BY_SIGNAL = Set.of(134, 137, 139, 143);

    private final Path folder;
    private @Nullable Process process;
    private boolean killed;

    FfmpegProcess(Path folder) {
        this.folder = folder;
    }

    @Override
    public synchronized Process run(List<String> command) throws IOException {
        if (killed) {
            throw new IOException("killed before it started");
        }
        Process started = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process = started;
        return started;
    }

    /** Not one that is still on its way out, or that did end well: the library gives a process a second to be gone. */
    synchronized boolean refusedByItself() {
        return process != null
                && !process.isAlive()
                && process.exitValue() != 0
                && !BY_SIGNAL.contains(process.exitValue());
    }

    /** Returns when the process has ended and writes no file any more, also in a thread that was interrupted. */
    synchronized void kill() {
        killed = true;
        boolean interrupted = Thread.interrupted();
        while (process != null && process.isAlive()) {
            process.destroyForcibly();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
