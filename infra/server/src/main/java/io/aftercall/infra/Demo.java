package io.aftercall.infra;

import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.CallState;
import io.aftercall.infra.line.Role;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.simulator.HangUp;
import io.aftercall.simulator.Simulator;
import io.aftercall.simulator.SimulatorSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Shows the main job on sample calls: the whole line on embedded parts, with stand-ins for the PBX, the chat and, unless
 * a key or address is set, for the models.
 */
final class Demo {
    /** Fifty milliseconds for an hour: a reminder for tomorrow comes within seconds. */
    private static final String HOUR = "50ms";

    private static final int PORT = 8000;
    private static final int ACCEPTED = 202;
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final DemoOptions options;
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private Demo(DemoOptions options) {
        this.options = options;
    }

    static void main(List<String> arguments, Map<String, String> environment) throws IOException, InterruptedException {
        Demo demo = new Demo(DemoOptions.parse(arguments, environment));
        boolean failed = demo.run();
        if (demo.options.once()) {
            System.exit(failed ? 1 : 0);
        }
    }

    /** Returns whether any call failed. */
    private boolean run() throws IOException, InterruptedException {
        introduce();
        UpOptions up = new UpOptions(EnumSet.allOf(Role.class), options.home(), options.settings());
        // First of all, because they take the home: a second demo must not touch the run of the first.
        EmbeddedTwins twins = EmbeddedTwins.start(up);
        DemoRun run = DemoRun.resume(options.home(), options.calls());
        if (!run.isNew()) {
            out.println("Going on with the unfinished run " + run.prefix() + " ...");
        }
        Simulator simulator;
        try {
            simulator = simulator(run);
        } catch (IOException e) {
            if (run.isNew()) {
                throw e;
            }
            out.println("Its stand-ins cannot have their old addresses back; starting a new run.");
            run = DemoRun.fresh(options.calls());
            simulator = simulator(run);
        }
        run = run.on(port(simulator.pbxUrl()), port(simulator.openAiUrl()), port(simulator.chatUrl()));
        run.save(options.home());
        Service service = Service.start(up, twins, settings(simulator));
        out.println("Up at " + service.url() + "; posting the calls:");
        List<HangUp> posted = simulator.hangUp(URI.create(service.url()), run.prefix());
        boolean failed = watch(posted, service);
        run.ended().save(options.home());
        if (options.once()) {
            service.close();
            simulator.close();
        } else {
            out.printf(
                    "Still up: judge a conversation at %1$s/, calls at %1$s/calls, API at %1$s/docs, health at %1$s/actuator/health, metrics at"
                            + " %1$s/actuator/prometheus%n"
                            + "Post a call of your own:  curl -H 'Content-Type: application/json' %1$s/webhook/new_call_recording"
                            + " -d '{\"call_id\":\"my-1\",\"manager_id\":\"m-1\",\"recording_url\":\"%2$s/recordings/%3$s\"}'%n"
                            + "Ctrl-C ends it.%n",
                    service.url(), simulator.pbxUrl(), posted.getFirst().file());
        }
        return failed;
    }

    private Simulator simulator(DemoRun run) throws IOException {
        return Simulator.start(
                SimulatorSettings.of(options.calls(), options.home().resolve("cache"))
                        .withPorts(run.pbxPort(), run.openAiPort(), run.chatPort()));
    }

    private void introduce() {
        out.println("Aftercall demo: hung-up calls become scored, searchable records and timely follow-ups.");
        if (options.isSimulatedModel()) {
            out.println("SIMULATED: speech and model answers come from a stand-in, because neither OPENAI_API_KEY nor"
                    + " OPENAI_BASE_URL is set.");
        } else {
            out.println("Speech and model answers come from " + options.modelAddress() + ".");
        }
        out.println("SIMULATED: the telephony system" + (options.chat() == null ? " and the sales chat." : "."));
        out.println("Real, on this machine: Kafka, Elasticsearch, S3 API, ffmpeg.");
        out.println("Reminder time is compressed: an hour lasts " + HOUR + ".");
        out.printf("Home %s, log %s%n", options.home(), options.log());
        out.println("Starting ...");
    }

    private Map<String, Object> settings(Simulator simulator) throws IOException {
        Map<String, Object> settings = new HashMap<>();
        settings.put("logging.file.name", options.log());
        settings.put("logging.threshold.console", "OFF");
        settings.put("aftercall.notify.hour", HOUR);
        settings.put("aftercall.ingest.robot.recording-url", simulator.pbxUrl() + "/recordings");
        settings.put("aftercall.ingest.robot.api-url", simulator.pbxUrl());
        settings.put(
                "aftercall.ingest.audit-hosts", URI.create(simulator.pbxUrl()).getAuthority());
        if (options.isSimulatedModel()) {
            settings.put("aftercall.openai.base-url", simulator.openAiUrl());
            settings.put("aftercall.openai.api-key", "simulated");
        }
        settings.put("aftercall.notify.chat-url", options.chat() == null ? simulator.chatUrl() : options.chat());
        if (!options.settings().containsKey("server.port")) {
            settings.put("server.port", freePort());
        }
        return settings;
    }

    /** The usual port, or any other when something is already there. */
    private int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(PORT, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (BindException e) {
            try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                out.printf("Port %d is taken, using %d.%n", PORT, other.getLocalPort());
                return other.getLocalPort();
            }
        }
    }

    private static int port(String url) {
        return URI.create(url).getPort();
    }

    private boolean watch(List<HangUp> posted, Service service) throws InterruptedException {
        Map<String, @Nullable CallDocument> calls = new LinkedHashMap<>();
        long refused = 0;
        for (HangUp each : posted) {
            if (each.status() == ACCEPTED) {
                calls.put(Call.keyOf(each.source(), each.callId()), null);
            } else {
                refused++;
                out.printf("  %s was not accepted: HTTP %d%n", each.callId(), each.status());
            }
        }
        DemoBoard board = new DemoBoard(out, DemoBoard.Terminal.of(System.getProperty("aftercall.terminal")));
        CallIndex index = service.bean(CallIndex.class);
        long quietSince = System.nanoTime();
        do {
            Thread.sleep(300);
            refresh(index, calls);
            if (board.show(calls)) {
                quietSince = System.nanoTime();
            } else if (System.nanoTime() - quietSince > QUIET_NANOS) {
                out.println("  still waiting; what for stands in " + options.log());
                quietSince = System.nanoTime();
            }
        } while (!calls.values().stream().allMatch(Demo::isThrough));
        Map<String, CallDocument> done = new LinkedHashMap<>();
        calls.forEach((key, document) -> {
            if (document != null) {
                done.put(key, document);
            }
        });
        board.table(done);
        long failed = refused + count(done, Demo::hasFailed);
        out.printf(
                "%d calls in, %d analysed, %d reminders sent, %d failed%n",
                posted.size(),
                count(done, document -> document.analysis() != null),
                count(done, document -> document.reachedAt(CallState.REMINDED).isPresent()),
                failed);
        return failed > 0;
    }

    private static void refresh(CallIndex index, Map<String, @Nullable CallDocument> calls) {
        try {
            calls.replaceAll((key, before) -> before != null && isThrough(before)
                    ? before
                    : index.find(key).orElse(before));
        } catch (TransientFailure e) {
            // Shown again with the next look; what the line does meanwhile does not depend on our looking.
        }
    }

    private static boolean isThrough(@Nullable CallDocument document) {
        if (document == null) {
            return false;
        }
        CallAnalysis analysis = document.analysis();
        if (hasFailed(document)) {
            return true;
        }
        return analysis != null
                && (!analysis.needsFollowUp()
                        || document.reachedAt(CallState.REMINDED).isPresent());
    }

    private static boolean hasFailed(CallDocument document) {
        return document.lastFailure().isPresent();
    }

    private static long count(Map<String, CallDocument> calls, Predicate<CallDocument> rule) {
        return calls.values().stream().filter(rule).count();
    }
}
