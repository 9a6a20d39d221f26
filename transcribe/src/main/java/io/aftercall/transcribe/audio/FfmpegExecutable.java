package io.aftercall.transcribe.audio;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where ffmpeg is on this machine. */
public final class FfmpegExecutable {
    private static final String ON_CLASS_PATH = "/ws/schild/jave/nativebin/ffmpeg-amd64";

    private FfmpegExecutable() {}

    /**
     * The one given, else the one on PATH, else the static build on the class path, unpacked once into {@code cache}.
     *
     * @throws IOException when there is none
     */
    public static Path find(@Nullable Path given, Path cache) throws IOException {
        if (given != null) {
            return given;
        }
        Optional<Path> onPath = onPath();
        return onPath.isPresent() ? onPath.get() : unpacked(cache);
    }

    private static Optional<Path> onPath() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "ffmpeg"))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private static Path unpacked(Path cache) throws IOException {
        boolean runsHere = System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
        try (InputStream in = runsHere ? FfmpegExecutable.class.getResourceAsStream(ON_CLASS_PATH) : null) {
            if (in == null) {
                throw new IOException("no ffmpeg on PATH: install it or set aftercall.transcribe.ffmpeg.path");
            }
            Path executable = cache.resolve("ffmpeg-4.4.1");
            return Files.isExecutable(executable) ? executable : unpacked(in, executable);
        }
    }

    private static Path unpacked(InputStream in, Path executable) throws IOException {
        Path folder = Files.createDirectories(executable.toAbsolutePath().getParent());
        // Written beside it and moved, so that a second process never starts half a file.
        Path part = Files.createTempFile(folder, "ffmpeg-", ".part");
        try {
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
            return Files.move(part, executable, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
