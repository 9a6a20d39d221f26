package io.aftercall.simulator.speech;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The ffmpeg executable, run as a process of its own; at most one run per core at a time. */
public final class Ffmpeg {
    private static final String ON_CLASS_PATH = "/ws/schild/jave/nativebin/ffmpeg-amd64";

    private final Path executable;
    private final Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors());

    private Ffmpeg(Path executable) {
        this.executable = executable;
    }

    /** The one given, else the one on PATH, else the one on the class path, unpacked once into the cache folder. */
    public static Ffmpeg find(@Nullable Path given, Path cache) throws IOException {
        if (given != null) {
            return new Ffmpeg(given);
        }
        String path = System.getenv().getOrDefault("PATH", "");
        for (String folder : path.split(Pattern.quote(File.pathSeparator), -1)) {
            Path candidate = Path.of(folder, "ffmpeg");
            if (Files.isExecutable(candidate) && Files.isRegularFile(candidate)) {
                return new Ffmpeg(candidate);
            }
        }
        return new Ffmpeg(unpacked(cache));
    }

    private static Path unpacked(Path cache) throws IOException {
        Path target = cache.resolve("simulator-ffmpeg");
        if (Files.isExecutable(target)) {
            return target;
        }
        Files.createDirectories(cache);
        // Written beside and moved, so that a second process never runs half a file.
        Path part = Files.createTempFile(cache, "ffmpeg", ".part");
        try (InputStream in = Ffmpeg.class.getResourceAsStream(ON_CLASS_PATH)) {
            if (in == null) {
                throw new IOException("no ffmpeg: none set, none on PATH, and none on the class path");
            }
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
        return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Runs ffmpeg with these arguments after the usual quiet ones; a failure carries ffmpeg's own words. */
    public void run(List<String> arguments) throws IOException {
        decode(arguments, InputStream::readAllBytes);
    }

    /** One energy envelope per channel of an audio file; with {@code mono} one of all channels mixed. */
    Envelopes envelopes(Path audio, boolean mono) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-i", audio.toString(), "-map", "0:a:0"));
        // Below 200 Hz a telephone line carries hum only, and whoever uploads may have filtered it away.
        Collections.addAll(arguments, "-af", "highpass=f=200", "-ar", String.valueOf(Envelopes.RATE));
        if (mono) {
            Collections.addAll(arguments, "-ac", "1");
        }
        Collections.addAll(arguments, "-c:a", "pcm_s16le", "-f", "wav", "pipe:1");
        return decode(arguments, Envelopes::read);
    }

    private <T> T decode(List<String> arguments, Reader<T> reader) throws IOException {
        List<String> command = new ArrayList<>(List.of(executable.toString(), "-v", "error", "-nostdin", "-y"));
        command.addAll(arguments);
        cores.acquireUninterruptibly();
        Path complaints = Files.createTempFile("ffmpeg", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(complaints.toFile())
                    .start();
            try (InputStream out = process.getInputStream()) {
                T result = reader.read(out);
                if (process.waitFor() == 0) {
                    return result;
                }
            } catch (UndecodableAudioException e) {
                process.waitFor();
            } finally {
                process.destroyForcibly();
            }
            throw new UndecodableAudioException(
                    Files.readString(complaints, StandardCharsets.ISO_8859_1).strip());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while ffmpeg ran", e);
        } finally {
            Files.delete(complaints);
            cores.release();
        }
    }

    private interface Reader<T> {
        T read(InputStream in) throws IOException;
    }
}
