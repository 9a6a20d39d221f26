package io.aftercall.infra;

import io.aftercall.infra.line.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the service is to be: which roles, on which addresses.
 *
 * @param home where the embedded twins keep their data
 * @param springArguments passed through: any setting as {@code --aftercall.x.y=value}
 */
record UpOptions(Set<Role> roles, Path home, Map<String, String> environment, List<String> springArguments) {

    /** @throws IllegalArgumentException naming what cannot be understood */
    static UpOptions parse(List<String> arguments, Map<String, String> environment) {
        Set<Role> roles = EnumSet.allOf(Role.class);
        List<String> rest = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.startsWith("--stages=")) {
                roles = Role.parse(argument.substring("--stages=".length()));
            } else if (argument.startsWith("--port=")) {
                rest.add("--server.port=" + argument.substring("--port=".length()));
            } else if (argument.startsWith("--") && argument.contains("=")) {
                rest.add(argument);
            } else {
                throw new IllegalArgumentException("'" + argument + "' is not understood; see ./aftercall --help");
            }
        }
        return new UpOptions(roles, home(environment), environment, List.copyOf(rest));
    }

    static Path home(Map<String, String> environment) {
        String home = environment.get("AFTERCALL_HOME");
        return home == null || home.isBlank()
                ? Path.of(System.getProperty("user.home"), ".aftercall")
                : Path.of(home).toAbsolutePath();
    }

    boolean isSet(String variable) {
        String value = environment.get(variable);
        return value != null && !value.isBlank();
    }

    /**
     * One process can hold the embedded twins for itself, but several cannot share them.
     *
     * @throws IllegalArgumentException naming the first variable that is missing
     */
    void requireAddressesUnlessWhole() {
        if (roles.size() == Role.values().length) {
            return;
        }
        for (String variable : List.of("KAFKA_BOOTSTRAP_SERVERS", "ELASTICSEARCH_URL", "S3_ENDPOINT")) {
            if (!isSet(variable)) {
                throw new IllegalArgumentException(
                        "--stages=%s is a part of the line, which needs what it shares with the other parts: set %s"
                                .formatted(Role.names(roles), variable));
            }
        }
    }
}
