package io.aftercall.infra.bench;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What is to be measured.
 *
 * @param calls through the line, and events through the dispatcher
 * @param apiCalls in the index while the APIs are asked
 * @param inFlight the cap on records at work and on requests to each model
 * @param seed of the calls' noise and of all latencies
 * @param results folder the JSON files go to
 */
record BenchOptions(int calls, int apiCalls, int inFlight, int seed, Set<Part> parts, Path results) {

    /** Measured one after the other. */
    enum Part {
        DISPATCHER,
        LINE,
        ANALYZE,
        API,
        WEBHOOK,
        IMPORT
    }

    /** @throws IllegalArgumentException naming what cannot be understood */
    static BenchOptions parse(List<String> arguments, Map<String, String> environment) {
        int calls = 2_000;
        int apiCalls = 200_000;
        int inFlight = 200;
        int seed = 1;
        Set<Part> parts = EnumSet.allOf(Part.class);
        for (int i = 0; i < arguments.size(); i++) {
            int equals = arguments.get(i).indexOf('=');
            String name = equals < 0 ? arguments.get(i) : arguments.get(i).substring(0, equals);
            if (!Set.of("--calls", "--in-flight", "--seed", "--only").contains(name)) {
                throw new IllegalArgumentException(
                        "bench does not understand '%s'; it takes --calls N, --in-flight N, --seed S, --only=%s"
                                .formatted(arguments.get(i), words()));
            }
            if (equals < 0 && ++i == arguments.size()) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            String value = equals < 0 ? arguments.get(i) : arguments.get(i).substring(equals + 1);
            switch (name) {
                case "--calls" -> {
                    calls = number(name, value, 10, 1_000_000);
                    apiCalls = calls;
                }
                case "--in-flight" -> inFlight = number(name, value, 1, 2_000);
                case "--seed" -> seed = number(name, value, 0, 999_999_999);
                default -> parts = EnumSet.of(part(value));
            }
        }
        return new BenchOptions(
                calls, apiCalls, inFlight, seed, parts, home(environment).resolve("bench"));
    }

    private static Path home(Map<String, String> environment) {
        String home = environment.getOrDefault("AFTERCALL_HOME", "");
        return home.isBlank()
                ? Path.of(System.getProperty("user.home"), ".aftercall")
                : Path.of(home).toAbsolutePath();
    }

    private static int number(String name, String value, int least, int most) {
        int number = value.matches("\\d{1,9}") ? Integer.parseInt(value) : -1;
        if (number < least || number > most) {
            throw new IllegalArgumentException(
                    "%s must be a whole number from %d to %d, but is %s".formatted(name, least, most, value));
        }
        return number;
    }

    private static Part part(String word) {
        for (Part part : Part.values()) {
            if (part.name().toLowerCase(Locale.ROOT).equals(word)) {
                return part;
            }
        }
        throw new IllegalArgumentException("--only must be " + words() + ", but is " + word);
    }

    private static String words() {
        return "dispatcher|line|analyze|api|webhook|import";
    }
}
