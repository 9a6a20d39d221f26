package io.aftercall.ingest;

import io.aftercall.embedded.EmbeddedS3;
import io.aftercall.embedded.Twins;
import io.aftercall.ingest.folder.S3CallFolder;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

class S3CallFolderIT extends CallFolderContract {
    private static final CallFolder FOLDER = new S3CallFolder(
            client(Twins.s3()), "aftercall", new Dependency(Dependency.Kind.BUCKET, "aftercall"), Gate.OPEN);

    private static S3Client client(EmbeddedS3 s3) {
        S3Client client = S3Client.builder()
                .endpointOverride(URI.create(s3.endpoint().toString()))
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(s3.accessKey(), s3.secretKey())))
                .forcePathStyle(true)
                .httpClientBuilder(Apache5HttpClient.builder())
                .build();
        client.createBucket(create -> create.bucket("aftercall"));
        return client;
    }

    @Override
    CallFolder folder() {
        return FOLDER;
    }
}
