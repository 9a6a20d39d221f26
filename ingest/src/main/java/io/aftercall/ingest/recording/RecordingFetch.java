package io.aftercall.ingest.recording;

import io.aftercall.ingest.AudioFormat;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.ContentHash;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.Recording;
import io.aftercall.ingest.TransientFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.util.unit.DataSize;

/** Brings a recording into the call folder as it was delivered, through a temporary file and never wholly in memory. */
public final class RecordingFetch {
    private static final Pattern EXTENSION = Pattern.compile("\\.([A-Za-z0-9]{1,5})(?:[?#].*)?$");

    private final CallFolder folder;
    private final RecordingSource source;
    private final DataSize limit;
    private final Gate gate;

    public RecordingFetch(CallFolder folder, RecordingSource source, DataSize limit, Gate gate) {
        this.folder = folder;
        this.source = source;
        this.limit = limit;
        this.gate = gate;
    }

    /**
     * @param address as received
     * @throws TransientFailure when the recording cannot be had now
     * @throws PermanentFailure when it never can
     */
    public Recording fetch(Call call, String address, Instant storedAt) {
        return source.host(call, address)
                // To the end of the body: a host that cuts every recording short is away too.
                .map(host -> gate.through(host, call.key(), () -> fetched(call, address, storedAt)))
                .orElseGet(() -> fetched(call, address, storedAt));
    }

    private Recording fetched(Call call, String address, Instant storedAt) {
        Path file = temporaryFile(call);
        try (RecordingSource.Opened opened = source.open(call, address)) {
            MessageDigest digest = ContentHash.sha256();
            long bytes = copy(call, opened.content(), file, digest);
            if (RecordingSource.isFromAnybody(call)) {
                requireAudio(call, file);
            }
            String sha256 = ContentHash.hex(digest);
            String type = opened.contentType() == null ? "application/octet-stream" : opened.contentType();
            String name = "recording." + sha256.substring(0, 12) + "." + extension(address);
            folder.store(call.key(), name, file, type);
            return new Recording(name, bytes, sha256, opened.contentType(), storedAt);
        } catch (IOException e) {
            throw TransientFailure.outage(
                    "recording of call %s broke off: %s".formatted(call.key(), e.getMessage()), e);
        } finally {
            delete(file);
        }
    }

    private long copy(Call call, InputStream in, Path file, MessageDigest digest) throws IOException {
        long bytes = 0;
        byte[] buffer = new byte[64 * 1024];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                bytes += n;
                if (bytes > limit.toBytes()) {
                    throw new PermanentFailure("recording of call %s is larger than the limit of %d MB"
                            .formatted(call.key(), limit.toMegabytes()));
                }
                digest.update(buffer, 0, n);
                out.write(buffer, 0, n);
            }
        }
        return bytes;
    }

    /** A playlist, for one, would have ffmpeg open whatever it names. */
    private static void requireAudio(Call call, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            if (AudioFormat.of(in.readNBytes(AudioFormat.HEAD)).isEmpty()) {
                throw new PermanentFailure("recording of call %s: it is in no known audio format (%s)"
                        .formatted(call.key(), AudioFormat.names()));
            }
        }
    }

    private static String extension(String address) {
        Matcher matcher = EXTENSION.matcher(address);
        return matcher.find() ? matcher.group(1).toLowerCase(Locale.ROOT) : "bin";
    }

    private static Path temporaryFile(Call call) {
        try {
            return Files.createTempFile("aftercall-recording-", ".part");
        } catch (IOException e) {
            throw TransientFailure.outage("no temporary file for the recording of call " + call.key(), e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("temporary file " + file + " cannot be deleted", e);
        }
    }
}
