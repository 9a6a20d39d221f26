package io.aftercall.infra.line;

import io.aftercall.analyze.ApiConfiguration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a process does. The line once, in the order of a call; a process may take any of it. */
public enum Role {
    INGEST(IngestRole.class, "record", Topics.HUNG_UP),
    TRANSCRIBE(TranscribeRole.class, "transcribe", Topics.RECORDED),
    ANALYZE(AnalyzeRole.class, "analyze", Topics.TRANSCRIBED),
    INDEX(IndexRole.class, "index", String.join(",", Topics.INDEXED)),
    NOTIFY(NotifyRole.class, "remind", Topics.ANALYZED),
    API(ApiConfiguration.class, null, "");

    private final Class<?> configuration;
    private final @Nullable String function;
    private final String inputs;

    Role(Class<?> configuration, @Nullable String function, String inputs) {
        this.configuration = configuration;
        this.function = function;
        this.inputs = inputs;
    }

    public Class<?> configuration() {
        return configuration;
    }

    /** The function the binder calls; none for a role that consumes nothing. */
    @Nullable String function() {
        return function;
    }

    /** Its topics, with commas between. */
    String inputs() {
        return inputs;
    }

    /** @throws IllegalArgumentException naming the word that is no role */
    public static Set<Role> parse(String list) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String word : list.split(",", -1)) {
            roles.add(Arrays.stream(values())
                    .filter(role -> role.name().equalsIgnoreCase(word.strip()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "'" + word.strip() + "' is not a stage; stages are " + names(EnumSet.allOf(Role.class)))));
        }
        return roles;
    }

    public static String names(Set<Role> roles) {
        return Arrays.stream(values())
                .filter(roles::contains)
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));
    }
}
