package io.aftercall.transcribe.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aftercall.ingest.TransientFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import net.bramp.ffmpeg.builder.FFmpegBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a script in ffmpeg's place, which leaves its process id and then does what the test says. */
class FfmpegTest {
    @TempDir
    private Path dir;

    private Workspace work;

    @BeforeEach
    void workspace() throws IOException {
        work = new Workspace("generic-1", Files.createDirectory(dir.resolve("work")));
        Files.copy(new ByteArrayInputStream(new byte[1]), work.file("recording"));
    }

    @Test
    void killsAProcessThatTakesTooLong() throws Exception {
        Ffmpeg ffmpeg = ffmpeg("exec sleep 600", Duration.ofMillis(700));

        assertThatThrownBy(() -> ffmpeg.run(work, job()))
                .isInstanceOf(TransientFailure.class)
                .hasMessage("ffmpeg did not finish the recording of call generic-1 within 700 ms");
        assertThat(alive()).isFalse();
    }

    @Test
    void killsItsProcessWhenInterrupted() throws Exception {
        Ffmpeg ffmpeg = ffmpeg("exec sleep 600", Duration.ofMinutes(5));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                ffmpeg.run(work, job());
            } catch (FfmpegFailed | RuntimeException e) {
                thrown.set(e);
            }
        });
        while (!Files.exists(work.file("pid"))) {
            Thread.sleep(10);
        }

        caller.interrupt();
        caller.join();

        assertThat(thrown.get())
                .isInstanceOf(TransientFailure.class)
                .hasMessage("interrupted while ffmpeg had the recording of call generic-1");
        assertThat(alive()).isFalse();
    }

    @Test
    void tellsAKilledProcessFromABadRecording() throws Exception {
        Ffmpeg ffmpeg = ffmpeg("kill -9 $$", Duration.ofMinutes(1));

        assertThatThrownBy(() -> ffmpeg.run(work, job()))
                .isInstanceOf(TransientFailure.class)
                .hasMessage("ffmpeg was killed, not started or slow to end on the recording of call generic-1");
    }

    @Test
    void tellsAProcessThatIsSlowToEndFromABadRecording() throws Exception {
        Ffmpeg ffmpeg = ffmpeg("echo 'encoder : pcm'; exec >&- 2>&-; sleep 5", Duration.ofMinutes(1));

        assertThatThrownBy(() -> ffmpeg.run(work, job()))
                .isInstanceOf(TransientFailure.class)
                .hasMessage("ffmpeg was killed, not started or slow to end on the recording of call generic-1");
        assertThat(alive()).isFalse();
    }

    @Test
    void givesTheLastReasonLine() throws Exception {
        Ffmpeg ffmpeg = ffmpeg(
                "echo 'recording: Invalid data found when processing input' >&2; echo 'Conversion failed!'; exit 1",
                Duration.ofMinutes(1));

        assertThatThrownBy(() -> ffmpeg.run(work, job()))
                .isInstanceOf(FfmpegFailed.class)
                .hasMessage("Invalid data found when processing input");
    }

    @Test
    void runsNoMoreAtOnceThanAllowed() throws Exception {
        Ffmpeg ffmpeg = ffmpeg("mkdir busy || exit 1; sleep 0.1; rmdir busy", Duration.ofMinutes(1));

        CompletableFuture<?>[] runs = new CompletableFuture<?>[4];
        for (int i = 0; i < runs.length; i++) {
            runs[i] = CompletableFuture.runAsync(() -> {
                try {
                    ffmpeg.run(work, job());
                } catch (FfmpegFailed e) {
                    throw new IllegalStateException("two at once", e);
                }
            });
        }

        assertThat(CompletableFuture.allOf(runs)).succeedsWithin(Duration.ofMinutes(1));
    }

    @Test
    void refusesWhatIsNoFfmpeg() {
        assertThatThrownBy(() -> new Ffmpeg(dir.resolve("nothing"), 1, Duration.ofSeconds(1)))
                .isInstanceOf(IOException.class);
    }

    private Ffmpeg ffmpeg(String body, Duration timeout) throws IOException {
        Path script = dir.resolve("ffmpeg");
        Files.writeString(
                script,
                "#!/bin/sh\n[ \"$1\" = -version ] && echo ffmpeg version 0 && exit 0\necho $$ >pid\n" + body + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return new Ffmpeg(script, 1, timeout);
    }

    private boolean alive() throws IOException {
        long pid = Long.parseLong(Files.readString(work.file("pid")).strip());
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    private static FFmpegBuilder job() {
        return new FFmpegBuilder()
                .setInput("recording")
                .done()
                .addOutput("out.flac")
                .done();
    }
}
