package io.aftercall.analyze;

import io.aftercall.ingest.CallJson;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What requests to a model cost, as its answers say. */
public record Tokens(long input, long output) {
    public static final Tokens NONE = new Tokens(0, 0);

    /** Of a call's answers as they came over the wire; an answer that tells none counts as none. */
    static Tokens of(List<byte[]> answers) {
        return answers.stream().map(Tokens::of).reduce(NONE, Tokens::plus);
    }

    private static Tokens of(byte[] answer) {
        try {
            JsonNode usage = CallJson.mapper().readTree(answer).at("/usage");
            return new Tokens(
                    usage.at("/prompt_tokens").asLong(0),
                    usage.at("/completion_tokens").asLong(0));
        } catch (JacksonException e) {
            return NONE;
        }
    }

    /** How many a model makes of the text, about: one of 4 letters, of 2.5 Cyrillic ones, or of each Chinese one. */
    public static long in(String text) {
        double tokens = text.codePoints()
                .mapToDouble(each -> switch (Character.UnicodeScript.of(each)) {
                    case HAN -> 1;
                    case CYRILLIC -> 1 / 2.5;
                    default -> 1 / 4.0;
                })
                .sum();
        return Math.round(tokens);
    }

    public Tokens plus(Tokens more) {
        return new Tokens(input + more.input, output + more.output);
    }

    /** So many calls like the average of {@code of} calls that cost this. */
    public Tokens scaled(long calls, long of) {
        return of == 0
                ? NONE
                : new Tokens(Math.round((double) input * calls / of), Math.round((double) output * calls / of));
    }
}
