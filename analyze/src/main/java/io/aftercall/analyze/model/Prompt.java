package io.aftercall.analyze.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aftercall.analyze.Rubric;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.ContentHash;
import io.aftercall.transcribe.Transcript;
import io.aftercall.transcribe.Utterance;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the model is told: fixed instructions, and the call as one JSON object a line, so that no text can pose as a line. */
record Prompt(String version, String instructions) {
    private static final String NAME = "judge-1";
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("EEEE yyyy-MM-dd HH:mm 'UTC'", Locale.ENGLISH);

    private record CriterionLine(String criterion, String asks, double weight) {}

    private record UtteranceLine(String utterance, String speaker, String text) {}

    /** The version follows the text: nobody has to remember to raise it. */
    static Prompt read() {
        try (InputStream in = Prompt.class.getResourceAsStream("/prompts/" + NAME + ".txt")) {
            if (in == null) {
                throw new IllegalStateException("prompts/" + NAME + ".txt is missing from the class path");
            }
            String text = new String(in.readAllBytes(), UTF_8);
            return new Prompt(NAME + "-" + ContentHash.shortOf(text).substring(0, 8), text);
        } catch (IOException e) {
            throw new UncheckedIOException("prompts/" + NAME + ".txt cannot be read", e);
        }
    }

    String system(Transcript transcript, Call call) {
        Instant ended = call.timing().endedAt();
        String language = transcript.language();
        // The language was named by the speech model, so it is only believed to be a code.
        String named = language != null && language.matches("(?!und)[a-z]{2,3}")
                ? "in the language with the ISO 639 code " + language
                : "in the language of the transcript";
        return instructions
                + "\nWrite summary and nextStep.what " + named + ", tags in English."
                + (ended == null ? "" : "\nThe call ended on " + DAY.format(ended.atOffset(ZoneOffset.UTC)) + ".");
    }

    String user(Transcript transcript, Rubric rubric) {
        Stream<Object> criteria = rubric.criteria().stream()
                .map(c -> new CriterionLine(c.id(), c.met().in(transcript.language()), c.weight()));
        Stream<Object> utterances = transcript.utterances().stream().map(u -> line(u));
        return Stream.concat(criteria, utterances).map(Prompt::json).collect(Collectors.joining("\n"));
    }

    private static UtteranceLine line(Utterance u) {
        return new UtteranceLine(u.id(), u.speaker().name().toLowerCase(Locale.ROOT), u.text());
    }

    /** JSON escapes \n and \r by itself, but not the line ends of Unicode, which a model may read as such. */
    private static String json(Object line) {
        return new String(CallJson.write(line), UTF_8)
                .replace("\u0085", "\\u0085")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    /** What is said after an answer that could not be used. */
    static String repair(@Nullable String fault) {
        return "Your answer could not be used: " + fault
                + ". Answer again with one complete JSON object of the given schema, and nothing else.";
    }
}
