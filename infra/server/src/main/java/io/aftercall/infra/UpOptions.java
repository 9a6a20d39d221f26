package io.aftercall.infra;

import io.aftercall.infra.line.Role;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the service is to be: which roles, on which addresses.
 *
 * @param home where the embedded twins keep their data
 * @param settings by their full names, from the environment's short names and the command line, which wins
 */
record UpOptions(Set<Role> roles, Path home, Map<String, Object> settings) {
    static final String KAFKA = "aftercall.kafka.bootstrap-servers";
    static final String ELASTICSEARCH = "aftercall.elasticsearch.url";
    static final String S3 = "aftercall.s3.endpoint";

    private static final Map<String, String> SHARED = new TreeMap<>(
            Map.of(KAFKA, "KAFKA_BOOTSTRAP_SERVERS", ELASTICSEARCH, "ELASTICSEARCH_URL", S3, "S3_ENDPOINT"));

    /** @throws IllegalArgumentException naming what cannot be understood */
    static UpOptions parse(List<String> arguments, Map<String, String> environment) {
        Set<Role> roles = EnumSet.allOf(Role.class);
        Map<String, Object> settings = ShortNames.settings(environment);
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String name = argument.startsWith("--") && equals > 2 ? argument.substring(2, equals) : "";
            // A setting's name has a dot; without one it is a word of ours or a typing error.
            if (!name.contains(".") && !name.equals("stages") && !name.equals("port")) {
                throw new IllegalArgumentException("'" + argument + "' is not understood; see ./aftercall --help");
            }
            String value = argument.substring(equals + 1);
            switch (name) {
                case "stages" -> roles = Role.parse(value);
                case "port" -> settings.put("server.port", value);
                default -> settings.put(name, value);
            }
        }
        return new UpOptions(roles, home(environment), settings);
    }

    static Path home(Map<String, String> environment) {
        String home = environment.get("AFTERCALL_HOME");
        return home == null || home.isBlank()
                ? Path.of(System.getProperty("user.home"), ".aftercall")
                : Path.of(home).toAbsolutePath();
    }

    boolean isSet(String setting) {
        return settings.containsKey(setting);
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
        SHARED.forEach((setting, variable) -> {
            if (!isSet(setting)) {
                throw new IllegalArgumentException(
                        "--stages=%s is a part of the line, which needs what it shares with the other parts: set %s"
                                .formatted(Role.names(roles), variable));
            }
        });
    }
}
