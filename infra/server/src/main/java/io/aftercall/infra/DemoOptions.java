package io.aftercall.infra;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the demo is to show.
 *
 * @param once end after the last call
 * @param calls a folder of recordings with its manifest.jsonl
 */
record DemoOptions(boolean once, Path calls, Path home, Map<String, String> environment) {

    /** @throws IllegalArgumentException naming what cannot be understood */
    static DemoOptions parse(List<String> arguments, Map<String, String> environment) {
        boolean once = false;
        Path calls = null;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--once")) {
                once = true;
            } else if (argument.startsWith("--calls=")) {
                calls = Path.of(argument.substring("--calls=".length()));
            } else if (argument.equals("--calls") && i + 1 < arguments.size()) {
                calls = Path.of(arguments.get(++i));
            } else {
                throw new IllegalArgumentException("'" + argument + "' is not understood; see ./aftercall --help");
            }
        }
        return new DemoOptions(once, folder(calls), UpOptions.home(environment).resolve("demo"), environment);
    }

    private static Path folder(@Nullable Path calls) {
        String samples = System.getProperty("aftercall.samples");
        if (calls == null && samples == null) {
            throw new IllegalArgumentException("--calls DIR is needed: this installation has no samples");
        }
        Path folder = (calls == null ? Path.of(String.valueOf(samples)) : calls)
                .toAbsolutePath()
                .normalize();
        if (!Files.isRegularFile(folder.resolve("manifest.jsonl"))) {
            throw new IllegalArgumentException(folder + " has no manifest.jsonl, so it is not a folder of calls");
        }
        return folder;
    }

    Path log() {
        return home.resolve("aftercall.log");
    }

    boolean isSet(String variable) {
        String value = environment.get(variable);
        return value != null && !value.isBlank();
    }

    boolean isSimulatedModel() {
        return !isSet("OPENAI_API_KEY") && !isSet("OPENAI_BASE_URL");
    }

    String modelAddress() {
        return isSet("OPENAI_BASE_URL") ? String.valueOf(environment.get("OPENAI_BASE_URL")) : "OpenAI";
    }
}
