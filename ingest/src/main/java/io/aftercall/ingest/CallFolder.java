package io.aftercall.ingest;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything kept of a call, as named objects under {@code calls/<callKey>/}: the source of truth. Every method throws
 * {@link TransientFailure} when the store is away.
 */
public interface CallFolder {
    /** Writes an object that is not there yet; false, and nothing changed, when it is. */
    boolean create(String callKey, String name, byte[] content);

    /** Writes an object that can be derived again from others. */
    void replace(String callKey, String name, byte[] content);

    /** Streams a file into an object, replacing what is there. */
    void store(String callKey, String name, Path file, String contentType);

    Optional<byte[]> read(String callKey, String name);

    /** The content as a stream, for what may be large; the caller closes it. */
    Optional<InputStream> open(String callKey, String name);

    /** Names of the call's JSON documents that start with {@code prefix}, in alphabetical order. */
    List<String> list(String callKey, String prefix);

    /**
     * The keys of all calls that have a folder, once each, read page by page while the stream is. Calls that come meanwhile
     * may be among them.
     */
    Stream<String> keys();
}
