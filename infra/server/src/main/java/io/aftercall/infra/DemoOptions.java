package io.aftercall.infra;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the demo is to show. Of the environment only where the models are and which port to use counts: a demo never touches
 * the Kafka, the index, the store or the chat that are set for real use.
 *
 * @param once end after the last call
 * @param calls a folder of recordings with its manifest.jsonl
 * @param chat where reminders go instead of the stand-in; only when asked for on the command line
 */
record DemoOptions(boolean once, Path calls, @Nullable String chat, Path home, Map<String, Object> settings) {
    private static final Set<String> VALUED = Set.of("--calls", "--chat");
    private static final Set<String> TAKEN = Set.of(
            "AFTERCALL_PORT",
            "OPENAI_API_KEY",
            "OPENAI_BASE_URL",
            "SPEECH_API_KEY",
            "SPEECH_BASE_URL",
            "CHAT_LANGUAGE");

    /** @throws IllegalArgumentException naming what cannot be understood */
    static DemoOptions parse(List<String> arguments, Map<String, String> environment) {
        boolean once = false;
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (argument.equals("--once")) {
                once = true;
            } else if (VALUED.contains(name) && equals > 0) {
                values.put(name, argument.substring(equals + 1));
            } else if (VALUED.contains(name) && i + 1 < arguments.size()) {
                values.put(name, arguments.get(++i));
            } else {
                throw new IllegalArgumentException("'" + argument + "' is not understood; see ./aftercall --help");
            }
        }
        Map<String, String> taken = new HashMap<>(environment);
        taken.keySet().retainAll(TAKEN);
        return new DemoOptions(
                once,
                folder(values.get("--calls")),
                values.get("--chat"),
                UpOptions.home(environment).resolve("demo"),
                ShortNames.settings(taken));
    }

    private static Path folder(@Nullable String calls) {
        String folder = calls == null ? System.getProperty("aftercall.samples") : calls;
        if (folder == null) {
            throw new IllegalArgumentException("--calls DIR is needed: this installation has no samples");
        }
        Path path = Path.of(folder).toAbsolutePath().normalize();
        if (!Files.isRegularFile(path.resolve("manifest.jsonl"))) {
            throw new IllegalArgumentException(path + " has no manifest.jsonl, so it is not a folder of calls");
        }
        return path;
    }

    Path log() {
        return home.resolve("aftercall.log");
    }

    boolean isSimulatedModel() {
        return !settings.containsKey("aftercall.openai.api-key") && !settings.containsKey("aftercall.openai.base-url");
    }

    Object modelAddress() {
        return settings.getOrDefault("aftercall.openai.base-url", "OpenAI");
    }
}
