package io.aftercall.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** An S3 endpoint inside this JVM that keeps objects as files of a folder and its address and keys from start to start. */
public final class EmbeddedS3 implements AutoCloseable {
    private final HomeLock lock;
    private final S3Proxy server;
    private final URI endpoint;
    private final S3Keys keys;

    private EmbeddedS3(HomeLock lock, S3Proxy server, URI endpoint, S3Keys keys) {
        this.lock = lock;
        this.server = server;
        this.endpoint = endpoint;
        this.keys = keys;
    }

    /**
     * Starts on {@code home}, which must be on a file system with hard links (create-only writes are atomic by them) and
     * user attributes; waits up to 20 s for a predecessor to let go of it.
     *
     * @throws HomeInUseException if another process serves {@code home}
     */
    public static EmbeddedS3 start(Path home) throws IOException {
        return start(home, LibDir.PREDECESSOR_WAIT);
    }

    static EmbeddedS3 start(Path home, Duration wait) throws IOException {
        Path real = OwnerOnly.directory(home);
        HomeLock lock = HomeLock.acquire(real, wait);
        try {
            S3Keys keys = S3Keys.of(real.resolve("keys"));
            URI endpoint = URI.create("http://127.0.0.1:" + Ports.of(real, 1).getFirst());
            return new EmbeddedS3(lock, serve(real, endpoint, keys), endpoint, keys);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static S3Proxy serve(Path home, URI endpoint, S3Keys keys) throws IOException {
        Path buckets = Files.createDirectories(home.resolve("buckets"));
        S3Proxy server = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(buckets.toString()))
                .endpoint(endpoint)
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, keys.accessKey(), keys.secretKey())
                .ignoreUnknownHeaders(true)
                .build();
        try {
            server.start();
            return server;
        } catch (Exception e) {
            throw new IOException("the embedded S3 on " + home + " did not start at " + endpoint, e);
        }
    }

    public URI endpoint() {
        return endpoint;
    }

    public String accessKey() {
        return keys.accessKey();
    }

    public String secretKey() {
        return keys.secretKey();
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            server.stop();
        } catch (Exception e) {
            throw new IOException("the embedded S3 at " + endpoint + " did not stop", e);
        }
    }
}
