package io.aftercall.infra.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.aftercall.ingest.ContentHash;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** What S3 stores that are not Amazon's are sent: many of them refuse its newer checksums and bodies in signed chunks. */
class OtherStoresTest {
    private static final byte[] CONTENT = "a fact".getBytes(StandardCharsets.UTF_8);

    private final List<Headers> headers = new CopyOnWriteArrayList<>();
    private final List<byte[]> bodies = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    private HttpServer store;
    private S3Client client;

    @BeforeEach
    void serve() throws IOException {
        store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.createContext("/", exchange -> {
            headers.add(exchange.getRequestHeaders());
            bodies.add(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        store.start();
        URI endpoint = URI.create("http://127.0.0.1:" + store.getAddress().getPort());
        client = ClientConfiguration.client(new ClientSettings.S3(endpoint, "eu-central-1", "calls", "key", "secret"));
    }

    @AfterEach
    void stop() {
        client.close();
        store.stop(0);
    }

    private static String hash() {
        MessageDigest digest = ContentHash.sha256();
        digest.update(CONTENT);
        return ContentHash.hex(digest);
    }

    @Test
    void getBodiesAsTheyAreWithTheirHashInTheSignature() throws IOException {
        Path file = Files.write(folder.resolve("recording.wav"), CONTENT);

        client.putObject(put -> put.bucket("calls").key("a").ifNoneMatch("*"), RequestBody.fromBytes(CONTENT));
        client.putObject(put -> put.bucket("calls").key("b"), RequestBody.fromFile(file));

        assertThat(bodies).hasSize(2).allSatisfy(body -> assertThat(body).isEqualTo(CONTENT));
        assertThat(headers).allSatisfy(sent -> {
            assertThat(sent.getFirst("x-amz-content-sha256")).isEqualTo(hash());
            assertThat(sent.containsKey("x-amz-trailer")).isFalse();
            assertThat(sent.containsKey("Content-Encoding")).isFalse();
            assertThat(sent.keySet())
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("x-amz-checksum"));
        });
    }
}
