package io.aftercall.infra;

import io.aftercall.embedded.EmbeddedS3;
import io.aftercall.embedded.Twins;
import io.aftercall.infra.line.Role;
import io.aftercall.simulator.Simulator;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/** How a test starts the service on the twins that all tests share, as if they were somebody's real ones. */
final class OnTwins {
    private OnTwins() {}

    static UpOptions options(Set<Role> roles, Path home) {
        EmbeddedS3 s3 = Twins.s3();
        Map<String, String> environment = Map.of(
                "ELASTICSEARCH_URL", Twins.elasticsearch().toString(),
                "S3_ENDPOINT", s3.endpoint().toString(),
                "S3_ACCESS_KEY", s3.accessKey(),
                "S3_SECRET_KEY", s3.secretKey(),
                "AFTERCALL_PORT", "0",
                "KAFKA_BOOTSTRAP_SERVERS", Twins.kafka());
        return new UpOptions(roles, home, ShortNames.settings(environment));
    }

    /**
     * Drops whatever earlier tests left on its way: the next service would go on with it, into folders where somebody
     * counts. Not on a broker that others may use as well.
     */
    static void emptyTopics() {
        if (System.getenv("AFTERCALL_TEST_KAFKA") != null) {
            return;
        }
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, Twins.kafka()))) {
            Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
            admin.describeTopics(admin.listTopics().names().get())
                    .allTopicNames()
                    .get()
                    .forEach((topic, about) -> about.partitions()
                            .forEach(each -> all.put(
                                    new TopicPartition(topic, each.partition()), RecordsToDelete.beforeOffset(-1))));
            admin.deleteRecords(all).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The stand-ins as the service's surroundings. */
    static Map<String, Object> surroundings(Simulator simulator) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("aftercall.openai.base-url", simulator.openAiUrl());
        settings.put("aftercall.openai.api-key", "simulated");
        settings.put("aftercall.notify.chat-url", simulator.chatUrl());
        settings.put("aftercall.notify.hour", "10ms");
        settings.put("aftercall.ingest.recording-patience", "1s");
        settings.put("aftercall.ingest.robot.recording-url", simulator.pbxUrl() + "/recordings");
        settings.put(
                "aftercall.ingest.audit-hosts", URI.create(simulator.pbxUrl()).getAuthority());
        return settings;
    }
}
