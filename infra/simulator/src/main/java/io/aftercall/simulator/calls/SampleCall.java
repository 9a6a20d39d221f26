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

    /** The call a variation of this one is: another customer's, and only as long. */
    public SampleCall varied(Variation variation) {
        String suffix = "-v" + variation.number();
        return new SampleCall(
                id + suffix,
                Path.of(variation.fileName()),
                lang,
                null,
                agent,
                robot,
                caller,
                callee,
                id + suffix,
                direction,
                List.of(),
                null);
    }
}
