package io.aftercall.embedded.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * Runs one Kafka broker until standard input ends. Arguments: home folder, port, controller port, ready file (created
 * once the broker accepts clients).
 */
public final class KafkaMain {
    private KafkaMain() {}

    public static void main(String[] args) {
        try {
            Path home = Path.of(args[0]);
            Leash.attach(home);
            Path data = home.resolve("data");
            Properties properties = BrokerProperties.of(data, Integer.parseInt(args[1]), Integer.parseInt(args[2]));
            format(home, data, properties);
            KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "kafka-shutdown"));
            server.startup();
            Leash.announceReady(Path.of(args[3]));
            server.awaitShutdown();
        } catch (Throwable e) {
            e.printStackTrace();
            // Halt: a half-started broker leaves threads behind that an orderly exit would wait for.
            Runtime.getRuntime().halt(1);
        }
    }

    private static void stop(KafkaRaftServer server) {
        server.shutdown();
        server.awaitShutdown();
    }

    /** What bin/kafka-storage.sh does, once per data folder. */
    private static void format(Path home, Path data, Properties properties) throws IOException {
        Files.createDirectories(data);
        Path config = home.resolve("server.properties");
        try (var out = Files.newBufferedWriter(config)) {
            properties.store(out, null);
        }
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        String[] command = {
            "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", config.toString(), "--ignore-formatted"
        };
        int exit = StorageTool.execute(command, System.out);
        if (exit != 0) {
            throw new IOException("formatting " + data + " failed with " + exit);
        }
    }
}
