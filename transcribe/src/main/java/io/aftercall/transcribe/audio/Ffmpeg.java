package io.aftercall.transcribe.audio;

import io.aftercall.ingest.TransientFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.bramp.ffmpeg.FFmpeg;
import net.bramp.ffmpeg.ProcessFunction;
import net.bramp.ffmpeg.builder.FFmpegBuilder;

/** Runs ffmpeg as a process of its own, a limited number at once; none outlives its time limit or its caller. */
public final class Ffmpeg {
    private final String executable;
    private final String version;
    private final Semaphore atOnce;
    private final Duration timeout;

    /** @throws IOException when {@code executable} is not a working ffmpeg */
    public Ffmpeg(Path executable, int atOnce, Duration timeout) throws IOException {
        this.executable = executable.toAbsolutePath().toString();
        this.version = new FFmpeg(this.executable).version();
        this.atOnce = new Semaphore(atOnce);
        this.timeout = timeout;
    }

    /**
     * Runs one job inside the workspace, where its file names are relative to: so no path of this machine gets into what
     * ffmpeg says. Returns what it said.
     *
     * @throws TransientFailure when ffmpeg was killed, took too long, also to end, or could not be started
     */
    String run(Workspace work, FFmpegBuilder job) throws FfmpegFailed {
        try {
            atOnce.acquire();
        } catch (InterruptedException e) {
            throw interrupted(work, e);
        }
        try {
            return supervised(work, job.build());
        } finally {
            atOnce.release();
        }
    }

    /** The library neither reacts to interrupts nor knows a time limit, so it works in a thread of its own. */
    private String supervised(Workspace work, List<String> arguments) throws FfmpegFailed {
        StringBuilder log = new StringBuilder();
        FfmpegProcess process = new FfmpegProcess(work.folder());
        FutureTask<Void> task = new FutureTask<>(() -> {
            FFmpeg ffmpeg = new OneRun(executable, version, process);
            ffmpeg.setProcessOutputStream(log);
            ffmpeg.run(arguments);
            return null;
        });
        Thread.ofVirtual().name("ffmpeg " + work.callKey()).start(task);
        try {
            task.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return log.toString();
        } catch (InterruptedException e) {
            throw interrupted(work, e);
        } catch (TimeoutException e) {
            throw TransientFailure.outage(
                    "ffmpeg did not finish the recording of call %s within %d ms"
                            .formatted(work.callKey(), timeout.toMillis()),
                    e);
        } catch (ExecutionException e) {
            if (process.refusedByItself()) {
                throw new FfmpegFailed(log.toString());
            }
            throw TransientFailure.outage(
                    "ffmpeg was killed, not started or slow to end on the recording of call " + work.callKey(), e);
        } finally {
            process.kill();
        }
    }

    private static TransientFailure interrupted(Workspace work, InterruptedException e) {
        Thread.currentThread().interrupt();
        return TransientFailure.outage("interrupted while ffmpeg had the recording of call " + work.callKey(), e);
    }

    /** Keeps one run's output; does not start the executable a second time to ask for its version. */
    private static final class OneRun extends FFmpeg {
        private final String version;

        OneRun(String executable, String version, ProcessFunction start) throws IOException {
            this.version = version;
            super(executable, start);
        }

        @Override
        public synchronized String version() {
            return version;
        }
    }
}
