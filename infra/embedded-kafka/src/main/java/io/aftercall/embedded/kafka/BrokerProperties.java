package io.aftercall.embedded.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/** The settings of a lone broker that is its own controller and listens on 127.0.0.1 only. */
final class BrokerProperties {
    private static final String LOOPBACK = "127.0.0.1:";
    private static final int MIB = 1 << 20;

    private BrokerProperties() {}

    static Properties of(Path data, int port, int controllerPort) {
        Properties all = new Properties();
        all.putAll(network(port, controllerPort));
        all.putAll(loneNode());
        all.putAll(storage(data));
        all.putAll(smallFootprint());
        return all;
    }

    private static Map<String, String> network(int port, int controllerPort) {
        String listeners = "PLAINTEXT://" + LOOPBACK + port + ",CONTROLLER://" + LOOPBACK + controllerPort;
        return Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                // A static quorum: its address comes from here at every start, so that the ports may change.
                "controller.quorum.voters", "1@" + LOOPBACK + controllerPort,
                "controller.listener.names", "CONTROLLER",
                "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "listeners", listeners,
                "advertised.listeners", listeners);
    }

    private static Map<String, String> loneNode() {
        return Map.of(
                "offsets.topic.replication.factor", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "group.initial.rebalance.delay.ms", "0",
                // After kill -9 the controller refuses the new broker until the old one's session ends (default 9 s).
                "broker.session.timeout.ms", "2000",
                "broker.heartbeat.interval.ms", "500");
    }

    private static Map<String, String> storage(Path data) {
        return Map.of(
                "log.dirs", data.toString(),
                "auto.create.topics.enable", "false",
                "message.max.bytes", String.valueOf(8 * MIB),
                "log.segment.bytes", String.valueOf(64 * MIB),
                "log.retention.hours", String.valueOf(Duration.ofDays(14).toHours()),
                // Longer than the records: a machine switched off for a week must not forget where it was.
                "offsets.retention.minutes", String.valueOf(Duration.ofDays(30).toMinutes()));
    }

    private static Map<String, String> smallFootprint() {
        return Map.of(
                // 50 partitions each by default: 150 idle logs to open at every start.
                "offsets.topic.num.partitions", "8",
                "transaction.state.log.num.partitions", "4",
                "share.coordinator.state.topic.num.partitions", "4",
                // The default of 128 MiB is taken from the heap at once.
                "log.cleaner.dedupe.buffer.size", String.valueOf(4 * MIB),
                "num.network.threads", "2",
                "num.io.threads", "4",
                "background.threads", "4",
                "num.recovery.threads.per.data.dir", "2");
    }
}
