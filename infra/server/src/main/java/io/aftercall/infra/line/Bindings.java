package io.aftercall.infra.line;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The binder's properties for a set of roles, from the one list of roles, so that they cannot drift apart. */
public final class Bindings {
    private static final String BYTES = "org.apache.kafka.common.serialization.ByteArrayDeserializer";
    /** By default two of the index's own batches, which it writes beside each other. */
    private static final int INDEX_BATCH = 400;
    /** Few, for what is polled comes in although the stage has paused. */
    private static final int POLL = 10;

    private Bindings() {}

    /** @param instance see {@link KafkaSettings}; null: partitions move when a process goes */
    public static Map<String, Object> of(Set<Role> roles, @Nullable String instance) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(
                "spring.cloud.function.definition",
                roles.stream().map(Role::function).filter(Objects::nonNull).collect(Collectors.joining(";")));
        for (Role role : roles) {
            String function = role.function();
            if (function != null) {
                bind(properties, function, role.inputs(), role == Role.INDEX, instance);
            }
        }
        return properties;
    }

    /** Of one stage that is no role of ours, bound just as they are. */
    public static Map<String, Object> of(String function, String input) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("spring.cloud.function.definition", function);
        bind(properties, function, input, false, null);
        return properties;
    }

    private static void bind(
            Map<String, Object> properties, String function, String inputs, boolean batch, @Nullable String instance) {
        String binding = "spring.cloud.stream.bindings." + function + "-in-0.";
        properties.put(binding + "destination", inputs);
        properties.put(binding + "group", Line.group(function));
        properties.put(binding + "consumer.max-attempts", 1);
        properties.put(binding + "consumer.use-native-decoding", true);
        properties.put(binding + "consumer.multiplex", batch);
        properties.put(binding + "consumer.batch-mode", batch);
        String kafka = "spring.cloud.stream.kafka.bindings." + function + "-in-0.consumer.";
        properties.put(kafka + "ack-mode", batch ? "BATCH" : "MANUAL");
        properties.put(kafka + "start-offset", "earliest");
        String client = kafka + "configuration.";
        properties.put(client + "key.deserializer", BYTES);
        properties.put(client + "value.deserializer", BYTES);
        properties.put(client + "max.poll.records", batch ? INDEX_BATCH : POLL);
        if (batch) {
            // The index is searchable a second later anyhow: what comes within a moment is written at once, not one by
            // one.
            properties.put(client + "fetch.min.bytes", 100_000);
            properties.put(client + "fetch.max.wait.ms", 250);
        }
        properties.put(client + "session.timeout.ms", 10_000);
        properties.put(client + "heartbeat.interval.ms", 3_000);
        // Topics that come up after the process are noticed within seconds.
        properties.put(client + "metadata.max.age.ms", 10_000);
        properties.put(
                client + "partition.assignment.strategy",
                "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
        if (instance != null && !instance.isBlank()) {
            properties.put(client + "group.instance.id", instance + "-" + function);
        }
    }
}
