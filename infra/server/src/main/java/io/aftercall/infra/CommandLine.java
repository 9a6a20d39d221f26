package io.aftercall.infra;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A command's words and its {@code --name=value} options, of which a bare {@code --name} is one without a value. */
record CommandLine(List<String> words, Map<String, String> options) {

    /** @throws IllegalArgumentException naming an option that is not {@code known} */
    static CommandLine parse(List<String> arguments, Set<String> known) {
        List<String> words = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        for (String argument : arguments) {
            if (!argument.startsWith("-")) {
                words.add(argument);
                continue;
            }
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (!known.contains(name)) {
                throw new IllegalArgumentException("'" + argument + "' is not understood; see ./aftercall --help");
            }
            options.put(name, equals < 0 ? "" : argument.substring(equals + 1));
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
