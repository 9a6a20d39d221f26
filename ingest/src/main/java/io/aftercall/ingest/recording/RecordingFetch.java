package io.aftercall.ingest.recording;

import io.aftercall.ingest.AudioFormat;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.ContentHash;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.IngestSettings;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.Recording;
import io.aftercall.ingest.TransientFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Brings a recording into the call folder as it was delivered, through a temporary file and never wholly in memory. */
public final class RecordingFetch {
    private static final Pattern EXTENSION = Pattern.compile("\\.([A-Za-z0-9]{1,5})(?:[?#].*)?$");

    /** Without a pause; what goes on breaking off has to wait like any other trouble of its host. */
    private static final int MOST_RESUMED = 3;

    private static final Duration NO_PLACE = Duration.ofSeconds(1);

    private static final Dependency DISK = new Dependency(Dependency.Kind.DISK, "this machine");

    private static final int ROOM = 64 * 1024;

    private final CallFolder folder;
    private final RecordingSource source;
    private final IngestSettings settings;
    private final Gate gate;
    private final Path temporary;
    private final Map<Dependency, Integer> underWay = new ConcurrentHashMap<>();

    public RecordingFetch(CallFolder folder, RecordingSource source, IngestSettings settings, Gate gate) {
        this(folder, source, settings, gate, Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** @param temporary where recordings lie on their way */
    RecordingFetch(CallFolder folder, RecordingSource source, IngestSettings settings, Gate gate, Path temporary) {
        this.temporary = temporary;
        this.folder = folder;
        this.source = source;
        this.settings = settings;
        this.gate = gate;
    }

    /**
     * @param address as received
     * @throws TransientFailure when the recording cannot be had now
     * @throws PermanentFailure when it never can
     */
    public Recording fetch(Call call, String address, Instant storedAt) {
        return source.host(call, address)
                .map(host -> fetched(host, call, address, storedAt))
                .orElseGet(() -> fetched(call, address, storedAt));
    }

    private Recording fetched(Dependency host, Call call, String address, Instant storedAt) {
        int places = settings.perHost();
        try {
            if (underWay.merge(host, 1, Integer::sum) > places) {
                // Its place in the stage is another call's meanwhile: a slow host holds up its own calls only.
                throw TransientFailure.tooMany(
                                "%d recordings of %s are being fetched".formatted(places, host), NO_PLACE, null)
                        .at(new Dependency(Dependency.Kind.RATE, host.toString()));
            }
            // To the end of the body: a host that cuts every recording short is away too.
            return gate.through(host, call.key(), () -> fetched(call, address, storedAt));
        } finally {
            underWay.computeIfPresent(host, (same, n) -> n == 1 ? null : n - 1);
        }
    }

    private Recording fetched(Call call, String address, Instant storedAt) {
        Path file = temporaryFile(call);
        try {
            Download download = new Download(call, file);
            complete(download, call, address);
            if (RecordingSource.isFromAnybody(call)) {
                requireAudio(call, file);
            }
            String sha256 = ContentHash.hex(download.digest);
            String type = download.contentType == null ? "application/octet-stream" : download.contentType;
            String name = "recording." + sha256.substring(0, 12) + "." + extension(address);
            folder.store(call.key(), name, file, type);
            return new Recording(name, download.bytes, sha256, download.contentType, storedAt);
        } catch (IOException e) {
            throw TransientFailure.outage(
                    "recording of call %s broke off: %s".formatted(call.key(), e.getMessage()), e);
        } finally {
            delete(file);
        }
    }

    private void complete(Download download, Call call, String address) throws IOException {
        RecordingSource.Part part = RecordingSource.Part.WHOLE;
        long end = System.nanoTime() + settings.downloadTimeout().toNanos();
        for (int resumed = 0; ; resumed++) {
            String validator = null;
            try (RecordingSource.Opened opened = source.open(call, address, part)) {
                validator = opened.validator();
                download.goOn(opened);
                break;
            } catch (IOException e) {
                boolean further = download.bytes > part.from();
                if (validator == null || !further || resumed == MOST_RESUMED || System.nanoTime() > end) {
                    throw e;
                }
                part = new RecordingSource.Part(download.bytes, validator);
            }
        }
        if (download.bytes == 0) {
            throw TransientFailure.notReady(
                    "recording of call %s: nothing is in it yet".formatted(call.key()), source.patience(call));
        }
    }

    /** A recording on its way into a temporary file. */
    private final class Download {
        private final Call call;
        private final Path file;
        private final MessageDigest digest = ContentHash.sha256();
        private long bytes;
        private @Nullable String contentType;

        Download(Call call, Path file) {
            this.call = call;
            this.file = file;
        }

        void goOn(RecordingSource.Opened opened) throws IOException {
            contentType = opened.contentType();
            if (opened.from() == 0) {
                bytes = 0;
                digest.reset();
            }
            byte[] buffer = new byte[64 * 1024];
            try (OutputStream out = open()) {
                for (int n = opened.content().read(buffer);
                        n >= 0;
                        n = opened.content().read(buffer)) {
                    take(buffer, n, out);
                }
            }
        }

        private OutputStream open() {
            StandardOpenOption where = bytes == 0 ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND;
            try {
                return Files.newOutputStream(file, StandardOpenOption.WRITE, where);
            } catch (IOException e) {
                throw full(e);
            }
        }

        /** Nothing goes on where it may have written half of something. */
        private TransientFailure full(IOException e) {
            return diskTrouble(call, "recording of call %s cannot be written to %s".formatted(call.key(), file), e);
        }

        private void take(byte[] buffer, int n, OutputStream out) {
            bytes += n;
            DataSize limit = settings.maxRecording();
            if (bytes > limit.toBytes()) {
                throw new PermanentFailure("recording of call %s is larger than the limit of %d MB"
                        .formatted(call.key(), limit.toMegabytes()));
            }
            digest.update(buffer, 0, n);
            try {
                out.write(buffer, 0, n);
            } catch (IOException e) {
                throw full(e);
            }
        }
    }

    /** The recording's host has nothing to do with it. */
    private TransientFailure diskTrouble(Call call, String fact, IOException e) {
        TransientFailure trouble =
                TransientFailure.outage(fact + ": " + e.getMessage(), e).at(DISK);
        // Told where it is found: around the whole way of a recording, one host's pace would decide for all.
        gate.run(DISK, call.key(), () -> {
            throw trouble;
        });
        return trouble;
    }

    /** A playlist, for one, would have ffmpeg open whatever it names. */
    private void requireAudio(Call call, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            if (AudioFormat.of(in.readNBytes(AudioFormat.HEAD)).isEmpty()) {
                throw new PermanentFailure("recording of call %s: it is in no known audio format (%s)"
                        .formatted(call.key(), AudioFormat.names()));
            }
        } catch (IOException e) {
            throw diskTrouble(call, "recording of call %s cannot be read again from %s".formatted(call.key(), file), e);
        }
    }

    private static String extension(String address) {
        Matcher matcher = EXTENSION.matcher(address);
        return matcher.find() ? matcher.group(1).toLowerCase(Locale.ROOT) : "bin";
    }

    /** With something in it: a full disk has room for a name. */
    private Path temporaryFile(Call call) {
        return gate.through(DISK, call.key(), () -> {
            try {
                Path file = Files.createTempFile(temporary, "aftercall-recording-", ".part");
                return Files.write(file, new byte[ROOM]);
            } catch (IOException e) {
                throw TransientFailure.outage(
                        "no temporary file for the recording of call %s: %s".formatted(call.key(), e.getMessage()), e);
            }
        });
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("temporary file " + file + " cannot be deleted", e);
        }
    }
}
