package io.aftercall.simulator.calls;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One line of the manifest with its script; no turns means that the times of the words are not known, an absent
 * transcript that nobody knows the words.
 */
public record SampleCall(
        String id,
        Path file,
        String lang,
        @Nullable String transcript,
        String agent,
        boolean robot,
        @Nullable String caller,
        @Nullable String callee,
        @Nullable String customerId,
        @Nullable String direction,
        List<Turn> turns,
        @Nullable JsonNode judgement) {

    /** The name under which the PBX serves the recording. */
    public String fileName() {
        return String.valueOf(file.getFileName());
    }
}
