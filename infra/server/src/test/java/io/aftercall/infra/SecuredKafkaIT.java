package io.aftercall.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.CallState;
import io.aftercall.infra.line.Role;
import io.aftercall.ingest.Call;
import io.aftercall.simulator.Simulator;
import io.aftercall.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The line on a Kafka that wants to know who asks, as a company's does. Takes a broker of its own: with {@code --long} only. */
@EnabledIfSystemProperty(named = "aftercall.faults", matches = "full")
class SecuredKafkaIT {
    private static final String MODULE =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"line\" password=\"secret\"";
    private static final Map<String, String> CREDENTIALS =
            Map.of("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "PLAIN", "sasl.jaas.config", MODULE + ";");

    @TempDir
    Path home;

    private String address;
    private Process broker;
    private Simulator simulator;

    @BeforeEach
    void start() throws Exception {
        int port = freePort();
        address = "127.0.0.1:" + port;
        Path config = config(freePort());
        Process format = kafka(
                "kafka.tools.StorageTool",
                "format",
                "--cluster-id",
                "MkU3OEVBNTcwNTJENDM2Qk",
                "--config",
                config.toString());
        assertThat(format.waitFor()).isZero();
        broker = kafka("kafka.Kafka", config.toString());
        simulator = Simulator.start(SimulatorSettings.of(Path.of("../simulator/samples"), home.resolve("simulator")));
    }

    @AfterEach
    void stop() throws Exception {
        broker.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        simulator.close();
    }

    @Test
    void carriesCallsFromHangupToReminder() throws Exception {
        String run = UUID.randomUUID().toString().substring(0, 8);
        var settings = OnTwins.surroundings(simulator);
        settings.put("aftercall.kafka.bootstrap-servers", address);
        CREDENTIALS.forEach((name, value) -> settings.put("aftercall.kafka.client." + name, value));
        settings.put("aftercall.s3.bucket", "secured-" + run);
        settings.put("aftercall.index.prefix", "secured-" + run + "-");
        try (Service service =
                Service.start(OnTwins.options(EnumSet.allOf(Role.class), home.resolve("service")), settings)) {
            Http http = new Http(service.url());
            List<String> calls = simulator.hangUp(URI.create(service.url()), run + "-").stream()
                    .map(each -> Call.keyOf(each.source(), each.callId()))
                    .toList();
            CallIndex index = service.bean(CallIndex.class);

            Awaitility.await("some call is judged and reminded of")
                    .atMost(Duration.ofMinutes(3))
                    .until(() ->
                            index.find(calls).values().stream().anyMatch(call -> call.state() == CallState.REMINDED));

            assertThat(http.get("/api/v1/dead").status()).isEqualTo(200);
            // The binder asks Kafka, too, how far behind its consumers are.
            assertThat(http.get("/actuator/prometheus").status()).isEqualTo(200);
            assertThat(http.get("/actuator/health")
                            .json()
                            .at("/components/kafka/status")
                            .asString())
                    .isEqualTo("UP");
        }
    }

    private Path config(int controller) throws IOException {
        Properties all = new Properties();
        all.putAll(Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.quorum.voters", "1@127.0.0.1:" + controller,
                "controller.listener.names", "CONTROLLER",
                "listeners", "SASL_PLAINTEXT://" + address + ",CONTROLLER://127.0.0.1:" + controller,
                "advertised.listeners", "SASL_PLAINTEXT://" + address,
                "listener.security.protocol.map", "SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name", "SASL_PLAINTEXT"));
        all.putAll(Map.of(
                "sasl.enabled.mechanisms", "PLAIN",
                "sasl.mechanism.inter.broker.protocol", "PLAIN",
                "listener.name.sasl_plaintext.plain.sasl.jaas.config", MODULE + " user_line=\"secret\";",
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "4",
                "log.cleaner.dedupe.buffer.size", "4194304",
                "log.dirs", home.resolve("kafka").toString()));
        Path config = home.resolve("server.properties");
        try (var out = Files.newBufferedWriter(config)) {
            all.store(out, null);
        }
        return config;
    }

    private Process kafka(String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("aftercall.lib.kafka") + "/*",
                main));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve("kafka.log").toFile()))
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
