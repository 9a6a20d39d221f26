package io.aftercall.embedded.elasticsearch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.core.TimeValue;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.ClasspathNode;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.node.NodeValidationException;
import org.elasticsearch.transport.netty4.Netty4Plugin;

/**
 * Runs one Elasticsearch node until standard input ends. Arguments: home folder, HTTP port, ready file (created once every
 * index is searchable).
 */
public final class ElasticsearchMain {
    private static final String NAME = "embedded";
    private static final TimeValue RECOVERY = TimeValue.timeValueSeconds(30);

    private ElasticsearchMain() {}

    public static void main(String[] args) {
        try {
            run(Path.of(args[0]), args[1], Path.of(args[2]));
        } catch (Throwable e) {
            e.printStackTrace();
            // Halt: a half-started node leaves threads behind that an orderly exit would wait for.
            Runtime.getRuntime().halt(1);
        }
    }

    private static void run(Path home, String port, Path readyFile) throws IOException, NodeValidationException {
        Leash.attach(home);
        Path config = Files.createDirectories(home.resolve("config"));
        NativeLibraries.install(home);
        LogConfigurator.configureESLogging();
        LogConfigurator.setNodeName(NAME);
        Environment environment =
                InternalSettingsPreparer.prepareEnvironment(settings(home, port), Map.of(), config, () -> NAME);
        // Closed by the shutdown hook, not here: the node outlives this method.
        Node node = new ClasspathNode(
                environment, List.of(Netty4Plugin.class, AnalyzersPlugin.class, RestHandlersPlugin.class));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node), "elasticsearch-shutdown"));
        node.start();
        awaitShards(node);
        Leash.announceReady(readyFile);
    }

    private static Settings settings(Path home, String port) {
        return Settings.builder()
                .put("path.home", home)
                .put("path.data", home.resolve("data"))
                .put("path.logs", home)
                .put("cluster.name", NAME)
                .put("node.name", NAME)
                .put("discovery.type", "single-node")
                .put("network.host", "127.0.0.1")
                .put("http.port", port)
                // Nothing goes over a network here: packing answers would only cost CPU.
                .put("http.compression", false)
                .put("transport.port", "0")
                // The disk is shared with everything else on the machine; a nearly full one must not block writing.
                .put("cluster.routing.allocation.disk.threshold_enabled", false)
                // Without these two the Java client cannot decode GET /_nodes.
                .put("cluster.election.strategy", "default")
                .put("node.attr.mode", NAME)
                .build();
    }

    /** Returns when every primary is there, or after 30 s: one broken index must not keep the others away. */
    private static void awaitShards(Node node) {
        var health = node.client()
                .admin()
                .cluster()
                .prepareHealth(RECOVERY)
                .setTimeout(RECOVERY)
                .setWaitForYellowStatus()
                .get();
        if (health.isTimedOut()) {
            System.err.println("some indices are not recovered, cluster health is " + health.getStatus());
        }
    }

    private static void stop(Node node) {
        try {
            node.prepareForClose();
            node.close();
            node.awaitClose(10, TimeUnit.SECONDS);
        } catch (IOException | InterruptedException e) {
            System.err.println("the node did not close in order, the next start recovers: " + e);
        }
    }
}
