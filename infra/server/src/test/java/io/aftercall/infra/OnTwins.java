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
