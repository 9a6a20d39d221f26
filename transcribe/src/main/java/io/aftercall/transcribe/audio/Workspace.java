package io.aftercall.transcribe.audio;

import io.aftercall.ingest.TransientFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** A temporary folder for the audio of one call, gone with everything in it when closed. */
public record Workspace(String callKey, Path folder) implements AutoCloseable {
    static final String RECORDING = "recording";

    public static Workspace open(String callKey) {
        try {
            return new Workspace(callKey, Files.createTempDirectory("aftercall-" + callKey + "-"));
        } catch (IOException e) {
            throw TransientFailure.outage("no temporary folder for the recording of call " + callKey, e);
        }
    }

    /** The recording comes first; everything else is made from it. */
    public void put(InputStream recording) throws IOException {
        Files.copy(recording, file(RECORDING));
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** Copying or cutting audio failed: the disk or the call folder, not the recording, is to blame. */
    TransientFailure failed(IOException cause) {
        return TransientFailure.outage("the recording of call " + callKey + " could not be copied or cut", cause);
    }

    void deleteAllBut(Collection<Path> kept) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> !kept.contains(file)).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() {
        try {
            deleteAllBut(List.of());
            Files.delete(folder);
        } catch (IOException e) {
            throw TransientFailure.outage("temporary folder of call " + callKey + " cannot be deleted", e);
        }
    }
}
