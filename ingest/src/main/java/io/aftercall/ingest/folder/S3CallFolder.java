package io.aftercall.ingest.folder;

import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TransientFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** {@link CallFolder} in a bucket, under {@code calls/<callKey>/}. */
public final class S3CallFolder implements CallFolder {
    private static final String ROOT = "calls/";
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");
    private static final int PRECONDITION_FAILED = 412;
    private static final int CONFLICT = 409;

    private final S3Client s3;
    private final String bucket;
    private final Dependency dependency;
    private final Gate gate;

    public S3CallFolder(S3Client s3, String bucket, Dependency dependency, Gate gate) {
        this.s3 = s3;
        this.bucket = bucket;
        this.dependency = dependency;
        this.gate = gate;
    }

    @Override
    public boolean create(String callKey, String name, byte[] content) {
        return attempt("write", callKey, name, () -> {
            try {
                s3.putObject(json(callKey, name).ifNoneMatch("*").build(), RequestBody.fromBytes(content));
                return true;
            } catch (S3Exception e) {
                // 409: another writer of the same object is ahead of us, so it exists or is about to.
                if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT) {
                    return false;
                }
                throw e;
            }
        });
    }

    @Override
    public void replace(String callKey, String name, byte[] content) {
        attempt(
                "write",
                callKey,
                name,
                () -> s3.putObject(json(callKey, name).build(), RequestBody.fromBytes(content)));
    }

    @Override
    public void store(String callKey, String name, Path file, String contentType) {
        attempt(
                "write",
                callKey,
                name,
                () -> s3.putObject(put(callKey, name).contentType(contentType).build(), RequestBody.fromFile(file)));
    }

    @Override
    public Optional<byte[]> read(String callKey, String name) {
        return attempt("read", callKey, name, () -> {
            try {
                return Optional.of(s3.getObjectAsBytes(get -> get.bucket(bucket).key(key(callKey, name)))
                        .asByteArrayUnsafe());
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public Optional<InputStream> open(String callKey, String name) {
        return attempt("read", callKey, name, () -> {
            try {
                return Optional.of(s3.getObject(get -> get.bucket(bucket).key(key(callKey, name))));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public List<String> list(String callKey, String prefix) {
        String folder = key(callKey, "");
        return attempt(
                "list",
                callKey,
                prefix,
                () -> s3.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(folder + prefix)).contents().stream()
                        .map(S3Object::key)
                        .map(key -> key.substring(folder.length()))
                        // A store in our own process that is killed while it writes leaves half an object by another
                        // name.
                        .filter(name -> name.endsWith(".json"))
                        .sorted()
                        .toList());
    }

    @Override
    public Stream<String> keys() {
        return Stream.iterate(page(null), Objects::nonNull, page -> page.isTruncated() ? page(page) : null)
                .flatMap(page -> page.commonPrefixes().stream())
                .map(CommonPrefix::prefix)
                .map(prefix -> prefix.substring(ROOT.length(), prefix.length() - 1));
    }

    private ListObjectsV2Response page(@Nullable ListObjectsV2Response before) {
        return attempt(
                "list",
                "",
                ROOT,
                () -> s3.listObjectsV2(list -> list.bucket(bucket)
                        .prefix(ROOT)
                        .delimiter("/")
                        .continuationToken(before == null ? null : before.nextContinuationToken())));
    }

    private PutObjectRequest.Builder json(String callKey, String name) {
        return put(callKey, name).contentType("application/json");
    }

    private PutObjectRequest.Builder put(String callKey, String name) {
        return PutObjectRequest.builder().bucket(bucket).key(key(callKey, name));
    }

    /** An address may name anything as a call, and not every store takes every name. */
    private static String key(String callKey, String name) {
        if (!KEY.matcher(callKey).matches()) {
            throw new PermanentFailure("there is no call '" + callKey + "'");
        }
        return ROOT + callKey + "/" + name;
    }

    /** Every failure of the store counts as an outage: an object store that refuses today may be mended tomorrow. */
    private <T> T attempt(String verb, String callKey, String name, Supplier<T> request) {
        return gate.through(dependency, callKey, () -> answered(verb, callKey, name, request));
    }

    private static <T> T answered(String verb, String callKey, String name, Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException e) {
            String fact = e instanceof S3Exception s
                    ? "HTTP " + s.statusCode() + " " + s.awsErrorDetails().errorCode()
                    : rootMessage(e);
            throw TransientFailure.outage(
                    "the call folder did not %s %s of call %s: %s".formatted(verb, name, callKey, fact), e);
        }
    }

    private static String rootMessage(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && (cause instanceof SdkClientException || !(cause instanceof IOException))) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
