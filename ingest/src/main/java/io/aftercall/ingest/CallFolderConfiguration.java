package io.aftercall.ingest;

import io.aftercall.ingest.folder.S3CallFolder;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.services.s3.S3Client;

/** The call folder, which every stage uses. */
@Configuration(proxyBeanMethods = false)
public class CallFolderConfiguration {
    @Bean
    CallFolder callFolder(
            S3Client s3,
            @Value("${aftercall.s3.bucket:aftercall}") String bucket,
            @Qualifier("bucketDependency") Dependency bucketDependency,
            Gate gate) {
        return new S3CallFolder(s3, bucket, bucketDependency, gate);
    }
}
