package io.aftercall.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class EmbeddedS3IT {
    private static final String BUCKET = "aftercall";
    private static final String KEY = "calls/twilio-CA1/facts/hungup-1.json";

    @TempDir
    private Path home;

    @Test
    void keepsObjectsKeysAndAddressOverARestart() throws Exception {
        URI endpoint;
        String secret;
        try (EmbeddedS3 s3 = EmbeddedS3.start(home);
                S3Client client = client(s3, s3.secretKey())) {
            endpoint = s3.endpoint();
            secret = s3.secretKey();
            client.createBucket(bucket -> bucket.bucket(BUCKET));
            put(client, KEY, "one");
        }
        try (EmbeddedS3 s3 = EmbeddedS3.start(home);
                S3Client client = client(s3, secret)) {
            assertThat(get(client, KEY)).isEqualTo("one");
            assertThat(s3.endpoint()).isEqualTo(endpoint);
        }
    }

    @Test
    void refusesToCreateWhatIsThere() throws Exception {
        try (EmbeddedS3 s3 = EmbeddedS3.start(home);
                S3Client client = client(s3, s3.secretKey())) {
            client.createBucket(bucket -> bucket.bucket(BUCKET));
            assertThat(creates(client, KEY, "one")).isTrue();
            assertThat(creates(client, KEY, "two")).isFalse();
            assertThat(get(client, KEY)).isEqualTo("one");
        }
    }

    @Test
    void letsExactlyOneOfTwentyCreateAnObject() throws Exception {
        try (EmbeddedS3 s3 = EmbeddedS3.start(home);
                S3Client client = client(s3, s3.secretKey())) {
            client.createBucket(bucket -> bucket.bucket(BUCKET));
            for (int round = 0; round < 10; round++) {
                String key = "calls/twilio-CA" + round + "/claim";
                List<String> winners = createAtOnce(client, key, 20);
                assertThat(winners).as("winners of round %d", round).hasSize(1);
                assertThat(get(client, key)).isEqualTo(winners.getFirst());
            }
        }
    }

    @Test
    void refusesAWrongSecret() throws Exception {
        try (EmbeddedS3 s3 = EmbeddedS3.start(home);
                S3Client client = client(s3, "wrong")) {
            assertThatThrownBy(() -> client.createBucket(bucket -> bucket.bucket(BUCKET)))
                    .isInstanceOfSatisfying(
                            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
        }
    }

    @Test
    void refusesASecondServerOnTheSameFolder() throws Exception {
        EmbeddedS3 first = EmbeddedS3.start(home);
        assertThatThrownBy(() -> EmbeddedS3.start(home, Duration.ZERO))
                .isInstanceOf(HomeInUseException.class)
                .hasMessageContaining(
                        "is in use by pid " + ProcessHandle.current().pid());
        first.close();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void keepsItsKeysToTheOwnerOfTheFolder() throws Exception {
        EmbeddedS3.start(home).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("keys"))))
                .isEqualTo("rw-------");
    }

    /** Returns what the winners wrote. */
    private static List<String> createAtOnce(S3Client client, String key, int count) throws Exception {
        CountDownLatch start = new CountDownLatch(count);
        List<Future<Boolean>> attempts = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                String content = "writer " + i;
                attempts.add(threads.submit(() -> {
                    start.countDown();
                    start.await();
                    return creates(client, key, content);
                }));
            }
        }
        List<String> winners = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (attempts.get(i).get()) {
                winners.add("writer " + i);
            }
        }
        return winners;
    }

    private static boolean creates(S3Client client, String key, String content) {
        try {
            client.putObject(put -> put.bucket(BUCKET).key(key).ifNoneMatch("*"), RequestBody.fromString(content));
            return true;
        } catch (S3Exception e) {
            assertThat(e.statusCode()).isEqualTo(412);
            return false;
        }
    }

    private static void put(S3Client client, String key, String content) {
        client.putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromString(content));
    }

    private static String get(S3Client client, String key) {
        return client.getObjectAsBytes(get -> get.bucket(BUCKET).key(key)).asUtf8String();
    }

    private static S3Client client(EmbeddedS3 s3, String secretKey) {
        return S3Client.builder()
                .endpointOverride(s3.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(s3.accessKey(), secretKey)))
                .forcePathStyle(true)
                // HttpURLConnection sends a request again by itself: a write that won would be answered as one that
                // lost.
                .httpClientBuilder(Apache5HttpClient.builder())
                .build();
    }
}
