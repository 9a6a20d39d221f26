package io.aftercall.infra.bench;

import io.aftercall.ingest.CallFolder;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Keeps nothing, so that only the work itself is measured. */
final class NoFolder implements CallFolder {
    @Override
    public boolean create(String callKey, String name, byte[] content) {
        return true;
    }

    @Override
    public void replace(String callKey, String name, byte[] content) {}

    @Override
    public void store(String callKey, String name, Path file, String contentType) {}

    @Override
    public Optional<byte[]> read(String callKey, String name) {
        return Optional.empty();
    }

    @Override
    public Optional<InputStream> open(String callKey, String name) {
        return Optional.empty();
    }

    @Override
    public List<String> list(String callKey, String prefix) {
        return List.of();
    }

    @Override
    public Stream<String> keys() {
        return Stream.empty();
    }
}
