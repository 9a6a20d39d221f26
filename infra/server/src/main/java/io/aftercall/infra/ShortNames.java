package io.aftercall.infra;

import java.util.HashMap;
import java.util.Map;

/** The environment's short names for the settings a person sets first; an empty variable counts as not set. */
final class ShortNames {
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("AFTERCALL_ADDRESS", "server.address"),
            Map.entry("AFTERCALL_PORT", "server.port"),
            Map.entry("AFTERCALL_API_TOKEN", "aftercall.api-token"),
            Map.entry("AFTERCALL_WEBHOOK_TOKEN", "aftercall.ingest.webhook-token"),
            Map.entry("AFTERCALL_PUBLIC_URL", "aftercall.public-url"),
            Map.entry("AFTERCALL_INSTANCE", "aftercall.kafka.instance"),
            Map.entry("KAFKA_BOOTSTRAP_SERVERS", UpOptions.KAFKA),
            Map.entry("ELASTICSEARCH_URL", UpOptions.ELASTICSEARCH),
            Map.entry("ELASTICSEARCH_API_KEY", "aftercall.elasticsearch.api-key"),
            Map.entry("S3_ENDPOINT", UpOptions.S3),
            Map.entry("S3_REGION", "aftercall.s3.region"),
            Map.entry("S3_BUCKET", "aftercall.s3.bucket"),
            Map.entry("S3_ACCESS_KEY", "aftercall.s3.access-key"),
            Map.entry("S3_SECRET_KEY", "aftercall.s3.secret-key"),
            Map.entry("OPENAI_BASE_URL", "aftercall.openai.base-url"),
            Map.entry("OPENAI_API_KEY", "aftercall.openai.api-key"),
            Map.entry("SPEECH_BASE_URL", "aftercall.speech.base-url"),
            Map.entry("SPEECH_API_KEY", "aftercall.speech.api-key"),
            Map.entry("ROBOT_API_URL", "aftercall.ingest.robot.api-url"),
            Map.entry("ROBOT_RECORDING_URL", "aftercall.ingest.robot.recording-url"),
            Map.entry("CHAT_WEBHOOK_URL", "aftercall.notify.chat-url"),
            Map.entry("CHAT_LANGUAGE", "aftercall.notify.language"));

    private ShortNames() {}

    /** The settings that are set by their short names. */
    static Map<String, Object> settings(Map<String, String> environment) {
        Map<String, Object> settings = new HashMap<>();
        SETTINGS.forEach((variable, setting) -> {
            String value = environment.get(variable);
            if (value != null && !value.isBlank()) {
                settings.put(setting, value.strip());
            }
        });
        return settings;
    }
}
