package io.aftercall.ingest.recording;

import io.aftercall.ingest.PermanentFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Recordings at {@code s3://bucket/key}, in the buckets that were allowed, with the call folders' own account. */
public final class Buckets {
    private static final Pattern ADDRESS = Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/(.*)");
    private static final int PAGE = 1_000;

    private final S3Client s3;
    private final List<String> allowed;

    public Buckets(S3Client s3, List<String> allowed) {
        this.s3 = s3;
        this.allowed = allowed;
    }

    /** A bucket and a key, or the beginning of one. */
    public record Place(String bucket, String key) {
        @Override
        public String toString() {
            return "s3://" + bucket + "/" + key;
        }
    }

    /** What the store said instead: {@code status} of HTTP, 0 where it did not answer. */
    public static final class Refused extends IOException {
        private final int status;

        Refused(int status, String message, SdkException cause) {
            super(message, cause);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    public static boolean isMeant(String address) {
        return address.startsWith("s3://");
    }

    /** @throws PermanentFailure when it is no address or its bucket is none of the allowed */
    public Place place(String address) {
        Matcher matcher = ADDRESS.matcher(address);
        if (!matcher.matches()) {
            throw new PermanentFailure("'%s' is not an address such as s3://bucket/folder/a.wav".formatted(address));
        }
        if (!allowed.contains(matcher.group(1))) {
            throw new PermanentFailure("bucket '%s' is not read, as aftercall.ingest.recording-buckets does not name it"
                    .formatted(matcher.group(1)));
        }
        return new Place(matcher.group(1), matcher.group(2));
    }

    /** @param from the first byte wanted, of what {@code ifMatch} names unless that is empty */
    ResponseInputStream<GetObjectResponse> open(Place place, long from, String ifMatch) throws Refused {
        return answered(
                place,
                () -> s3.getObject(get -> get.bucket(place.bucket())
                        .key(place.key())
                        .range(from == 0 ? null : "bytes=" + from + "-")
                        .ifMatch(ifMatch.isEmpty() ? null : ifMatch)));
    }

    /** The object, up to a length. */
    public byte[] read(Place place, int most) throws IOException {
        try (InputStream in = open(place, 0, "")) {
            return in.readNBytes(most);
        }
    }

    /** @param after the last key of a full page, to go on with; null on the last one */
    public record Page(List<Place> places, @Nullable String after) {}

    /** Up to a thousand objects whose keys begin with the place's, in the order of their keys, after one of them. */
    public Page list(Place place, String after) throws Refused {
        ListObjectsV2Response page = answered(
                place,
                () -> s3.listObjectsV2(list -> list.bucket(place.bucket())
                        .prefix(place.key())
                        .maxKeys(PAGE)
                        .startAfter(after.isEmpty() ? null : after)));
        List<String> keys = page.contents().stream().map(S3Object::key).toList();
        return new Page(
                keys.stream().map(key -> new Place(place.bucket(), key)).toList(),
                Boolean.TRUE.equals(page.isTruncated()) ? keys.getLast() : null);
    }

    private interface Request<T> {
        T send();
    }

    private static <T> T answered(Place place, Request<T> request) throws Refused {
        try {
            return request.send();
        } catch (S3Exception e) {
            throw new Refused(
                    e.statusCode(),
                    "HTTP %d %s from %s"
                            .formatted(e.statusCode(), e.awsErrorDetails().errorCode(), place),
                    e);
        } catch (SdkException e) {
            throw new Refused(0, "%s: %s".formatted(place, e.getMessage()), e);
        }
    }
}
