package io.aftercall.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** {@link CallFolder} in memory, for tests; passes {@link CallFolderContract} like the real one. */
public final class MemoryCallFolder implements CallFolder {
    private final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
    private final Queue<String> reads = new ConcurrentLinkedQueue<>();

    @Override
    public boolean create(String callKey, String name, byte[] content) {
        return objects.putIfAbsent(key(callKey, name), content.clone()) == null;
    }

    @Override
    public void replace(String callKey, String name, byte[] content) {
        objects.put(key(callKey, name), content.clone());
    }

    @Override
    public void store(String callKey, String name, Path file, String contentType) {
        try {
            objects.put(key(callKey, name), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<byte[]> read(String callKey, String name) {
        reads.add(name);
        return Optional.ofNullable(objects.get(key(callKey, name)));
    }

    @Override
    public Optional<InputStream> open(String callKey, String name) {
        return read(callKey, name).map(ByteArrayInputStream::new);
    }

    @Override
    public List<String> list(String callKey, String prefix) {
        String folder = key(callKey, "");
        return objects.tailMap(folder + prefix).keySet().stream()
                .takeWhile(key -> key.startsWith(folder + prefix))
                .map(key -> key.substring(folder.length()))
                .filter(name -> name.endsWith(".json"))
                .toList();
    }

    @Override
    public Stream<String> keys() {
        return objects.keySet().stream()
                .map(key -> key.substring(0, key.indexOf('/')))
                .distinct();
    }

    /** The names of all that was read, also of what was not there, in order. */
    public List<String> reads() {
        return List.copyOf(reads);
    }

    private static String key(String callKey, String name) {
        return callKey + "/" + name;
    }
}
