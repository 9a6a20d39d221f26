package io.aftercall.ingest.recording;

import io.aftercall.ingest.Call;
import io.aftercall.ingest.IngestSettings;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TelephonySettings;
import io.aftercall.ingest.TransientFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The telephony systems' own disks: recordings named by a path there, which is mounted here or served at an address. */
final class Disks {
    private final IngestSettings ingest;
    private final TelephonySettings telephony;

    Disks(IngestSettings ingest, TelephonySettings telephony) {
        this.ingest = ingest;
        this.telephony = telephony;
    }

    /** The only folder that is read, and where it is served when it is not mounted here. */
    private record Disk(String root, @Nullable URI url) {}

    private Disk of(Call call) {
        return switch (call.source()) {
            case "freeswitch" ->
                new Disk(
                        telephony.freeswitch().recordingRoot(),
                        telephony.freeswitch().recordingUrl());
            case "asterisk" ->
                new Disk(
                        telephony.asterisk().recordingRoot(),
                        telephony.asterisk().recordingUrl());
            default -> new Disk(ingest.robot().recordingRoot(), ingest.robot().recordingUrl());
        };
    }

    /** Where the call's disk is served; nowhere when it is mounted here. */
    Optional<URI> served(Call call) {
        return Optional.ofNullable(of(call).url());
    }

    /** The file's address there. */
    Optional<URI> served(Call call, String address) {
        Path root = Path.of(of(call).root());
        return served(call)
                .map(base ->
                        at(call, base, root.relativize(inside(call, address)).toString()));
    }

    /** The file here. */
    Path file(Call call, String address) throws IOException {
        Path path = inside(call, address);
        if (!Files.isRegularFile(path)) {
            throw TransientFailure.notReady(
                    "recording of call %s: there is no file %s".formatted(call.key(), path),
                    ingest.recordingPatience());
        }
        Path root = Path.of(of(call).root());
        if (!path.toRealPath().startsWith(root.toRealPath())) {
            throw new PermanentFailure("recording of call %s: %s leads out of %s".formatted(call.key(), path, root));
        }
        return path;
    }

    private Path inside(Call call, String address) {
        Path root = Path.of(of(call).root());
        Path path = Path.of(address).normalize();
        if (!path.startsWith(root)) {
            throw new PermanentFailure("recording of call %s: path '%s' is not under the configured folder %s"
                    .formatted(call.key(), address, root));
        }
        return path;
    }

    /** Every character of the file's name is a name's. */
    private static URI at(Call call, URI base, String file) {
        String folder = base.getPath().endsWith("/") ? base.getPath() : base.getPath() + "/";
        try {
            URI uri = new URI(base.getScheme(), base.getAuthority(), folder + file, null, null);
            return URI.create(uri.toASCIIString());
        } catch (URISyntaxException e) {
            throw new PermanentFailure(
                    "recording of call %s: '%s' is not a file name: %s".formatted(call.key(), file, e.getMessage()), e);
        }
    }
}
