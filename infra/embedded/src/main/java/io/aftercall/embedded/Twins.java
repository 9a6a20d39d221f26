package io.aftercall.embedded;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The twins for tests: started when first asked for, on a folder that goes when the JVM does. Those whose address the
 * environment gives (AFTERCALL_TEST_KAFKA, AFTERCALL_TEST_ELASTICSEARCH) are shared with whoever started them.
 */
public final class Twins {
    private static @Nullable String kafka = System.getenv("AFTERCALL_TEST_KAFKA");
    private static @Nullable URI elasticsearch = address(System.getenv("AFTERCALL_TEST_ELASTICSEARCH"));
    private static @Nullable EmbeddedS3 s3;

    private Twins() {}

    /** Returns the bootstrap servers. */
    public static synchronized String kafka() {
        if (kafka == null) {
            kafka = ScratchFolder.start("kafka", EmbeddedKafka::start).bootstrapServers();
        }
        return kafka;
    }

    /** Returns the base URL. */
    public static synchronized URI elasticsearch() {
        if (elasticsearch == null) {
            elasticsearch = ScratchFolder.start("elasticsearch", EmbeddedElasticsearch::start)
                    .url();
        }
        return elasticsearch;
    }

    public static synchronized EmbeddedS3 s3() {
        if (s3 == null) {
            s3 = ScratchFolder.start("s3", EmbeddedS3::start);
        }
        return s3;
    }

    private static @Nullable URI address(@Nullable String url) {
        return url == null ? null : URI.create(url);
    }
}
