package io.aftercall.infra.client;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The bucket, created when it is not there; an absent store is waited for and does not keep the service from starting. */
final class Bucket implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Bucket.class);
    private static final int NOT_FOUND = 404;

    private final S3Client s3;
    private final String name;
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile @Nullable Thread thread;

    Bucket(S3Client s3, String name) {
        this.s3 = s3;
        this.name = name;
    }

    /** @throws SdkException when the store does not answer or does not show the bucket */
    void check() {
        s3.headBucket(head -> head.bucket(name));
    }

    @Override
    public void start() {
        thread = Thread.ofVirtual().name("bucket").start(this::untilReady);
        try {
            if (!ready.await(5, TimeUnit.SECONDS)) {
                LOG.warn("bucket {} cannot be reached yet; waiting for it", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void untilReady() {
        while (ready.getCount() > 0) {
            try {
                ensure();
                ready.countDown();
            } catch (SdkException e) {
                LOG.debug("bucket {} not ready", name, e);
                try {
                    Thread.sleep(1_000);
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private void ensure() {
        try {
            check();
        } catch (S3Exception e) {
            if (!(e instanceof NoSuchBucketException) && e.statusCode() != NOT_FOUND) {
                throw e;
            }
            try {
                s3.createBucket(create -> create.bucket(name));
            } catch (BucketAlreadyOwnedByYouException another) {
                LOG.debug("bucket {} was created by another process", name, another);
            }
        }
    }

    @Override
    public void stop() {
        Thread waiting = thread;
        if (waiting != null) {
            waiting.interrupt();
        }
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 1;
    }
}
