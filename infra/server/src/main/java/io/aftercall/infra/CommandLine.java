package io.aftercall.infra;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A command's words and its options: {@code --name=value} or {@code --name value}. Those that take no value are told by
 * their names.
 */
record CommandLine(List<String> words, Map<String, String> options) {
    private static final Set<String> FLAGS = Set.of("--all", "--yes");

    /** @throws IllegalArgumentException naming an option that is not {@code known} */
    static CommandLine parse(List<String> arguments, Set<String> known) {
        List<String> words = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("-")) {
                words.add(argument);
                continue;
            }
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (!known.contains(name)) {
                throw new IllegalArgumentException("'" + argument + "' is not understood; see ./aftercall --help");
            }
            boolean follows = equals < 0 && !FLAGS.contains(name) && i + 1 < arguments.size();
            if (follows && !arguments.get(i + 1).startsWith("-")) {
                options.put(name, arguments.get(++i));
            } else {
                options.put(name, equals < 0 ? "" : argument.substring(equals + 1));
            }
        }
        return new CommandLine(words, options);
    }

    boolean has(String name) {
        return options.containsKey(name);
    }

    /** @throws IllegalArgumentException when the option is there without a value */
    @Nullable String value(String name) {
        String value = options.get(name);
        if (value != null && value.isBlank()) {
            throw new IllegalArgumentException(name + " needs a value: " + name + "=...");
        }
        return value;
    }
}
