package io.aftercall.simulator;

import io.aftercall.simulator.pbx.TelephonySystem;
import io.aftercall.simulator.pbx.TelephonySystems;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The simulator as a program, until it is stopped: {@code ./aftercall simulate}. */
public final class SimulatorMain {
    private static final String HELP = """
            Usage: simulate [option value]... or [option=value]...
              --pbx NAME               the telephony system all calls come through: generic, robot, twilio, freeswitch,
                                       asterisk, mango, zadarma, tccc (default: each sample's own, generic or robot)
              --calls DIR              folder with manifest.jsonl and recordings (default: the shipped samples)
              --pbx-port N             default 9301; 0 for any free port
              --openai-port N          default 9302
              --chat-port N            default 9303
              --speech-latency MS      mean time of a transcription (default 0)
              --model-latency MS       mean time of a model's answer (default 0)
              --max-latency MS         no answer takes longer (default 30000)
              --latency-spread S       from 0, where all take the mean, to 1, heavy-tailed (default 1)
              --error-rate R           share of answers 500, 0 to 1 (default 0)
              --rate-limit-rate R      share of answers 429
              --retry-after SECONDS    what an answer 429 asks for (default 1)
              --cut-rate R             share of connections cut
              --malformed-rate R       share of answers that are broken JSON
              --seed S                 seed of all chance (default 1)
              --help                   this text
            """;

    private final Map<String, String> options = new HashMap<>(Map.ofEntries(
            Map.entry("--pbx", ""),
            Map.entry("--calls", System.getProperty("aftercall.samples", "infra/simulator/samples")),
            Map.entry("--pbx-port", "9301"),
            Map.entry("--openai-port", "9302"),
            Map.entry("--chat-port", "9303"),
            Map.entry("--speech-latency", "0"),
            Map.entry("--model-latency", "0"),
            Map.entry("--max-latency", "30000"),
            Map.entry("--latency-spread", "1"),
            Map.entry("--error-rate", "0"),
            Map.entry("--rate-limit-rate", "0"),
            Map.entry("--retry-after", "1"),
            Map.entry("--cut-rate", "0"),
            Map.entry("--malformed-rate", "0"),
            Map.entry("--seed", "1")));

    private SimulatorMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        // Where a logging system is on the class path, it shall not drown the three addresses.
        System.getProperties().putIfAbsent("logback.configurationFile", "aftercall-simulator-logback.xml");
        int status = run(arguments, System.out, System.err);
        if (status >= 0) {
            System.exit(status);
        }
        Thread.currentThread().join();
    }

    /** Exit status, or -1 when the simulator runs. */
    static int run(String[] arguments, PrintStream out, PrintStream err) {
        SimulatorMain main = new SimulatorMain();
        try {
            if (main.wantsHelp(apart(arguments))) {
                out.print(HELP);
                return 0;
            }
            SimulatorSettings settings = main.settings();
            if (!Files.isRegularFile(settings.calls().resolve("manifest.jsonl"))) {
                throw new IllegalArgumentException("--calls: no manifest.jsonl in " + settings.calls());
            }
            say(Simulator.start(settings), settings.pbx(), out);
            return -1;
        } catch (IllegalArgumentException e) {
            err.println("simulate: " + e.getMessage());
            err.println("Try --help.");
            return 2;
        } catch (IOException e) {
            err.println("simulate: " + e.getMessage());
            return 1;
        }
    }

    private static String[] apart(String[] arguments) {
        return Arrays.stream(arguments)
                .flatMap(argument ->
                        argument.startsWith("--") ? Arrays.stream(argument.split("=", 2)) : Stream.of(argument))
                .toArray(String[]::new);
    }

    private boolean wantsHelp(String[] arguments) {
        for (int i = 0; i < arguments.length; i += 2) {
            if (arguments[i].equals("--help")) {
                return true;
            }
            if (!options.containsKey(arguments[i])) {
                throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " needs a value");
            }
            options.put(arguments[i], arguments[i + 1]);
        }
        return false;
    }

    private SimulatorSettings settings() {
        Faults faults = Faults.NONE
                .withLatency(whole("--speech-latency"), whole("--model-latency"), whole("--max-latency"))
                .withLatencySpread(rate("--latency-spread"))
                .withErrorRate(rate("--error-rate"))
                .withRateLimit(rate("--rate-limit-rate"), (int) whole("--retry-after"))
                .withCutRate(rate("--cut-rate"))
                .withMalformedRate(rate("--malformed-rate"));
        // In the user's own home: what is unpacked and run must not be anybody else's to prepare.
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "aftercall", "simulator");
        SimulatorSettings settings = SimulatorSettings.of(Path.of(value("--calls")), cache)
                .withPorts(port("--pbx-port"), port("--openai-port"), port("--chat-port"))
                .withFaults(faults, whole("--seed"));
        return value("--pbx").isEmpty() ? settings : settings.through(TelephonySystems.required(value("--pbx")));
    }

    /** As the service reads a setting from its environment. */
    private static String variable(String setting) {
        return setting.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private String value(String option) {
        return options.getOrDefault(option, "");
    }

    private int port(String option) {
        long port = whole(option);
        if (port > 65_535) {
            throw new IllegalArgumentException(option + ": no port " + port);
        }
        return (int) port;
    }

    private long whole(String option) {
        if (!value(option).matches("\\d{1,9}")) {
            throw new IllegalArgumentException(option + " must be a whole number, but is " + value(option));
        }
        return Long.parseLong(value(option));
    }

    private double rate(String option) {
        if (!value(option).matches("0|1|0?\\.\\d{1,9}|1\\.0+")) {
            throw new IllegalArgumentException(option + " must be from 0 to 1, but is " + value(option));
        }
        return Double.parseDouble(value(option));
    }

    private static void say(Simulator simulator, @Nullable TelephonySystem pbx, PrintStream out) {
        out.println("Knows " + simulator.recordings() + " recordings.");
        out.println("PBX      " + simulator.pbxUrl() + "/recordings/<file>");
        out.println("OpenAI   " + simulator.openAiUrl());
        out.println("Chat     " + simulator.chatUrl());
        out.println();
        out.println("export OPENAI_BASE_URL=" + simulator.openAiUrl());
        out.println("export OPENAI_API_KEY=simulated");
        out.println("export CHAT_WEBHOOK_URL=" + simulator.chatUrl());
        if (pbx != null) {
            new TreeMap<>(pbx.settings(simulator.pbxUrl()))
                    .forEach((name, value) -> out.println("export " + variable(name) + "=" + value));
        }
        out.println();
        out.println("Hang the calls up: curl -d '{\"target\":\"http://127.0.0.1:8000\",\"run\":\"run1-\"}' "
                + simulator.pbxUrl() + "/simulator/hangups");
        out.flush();
    }
}
