package io.aftercall.analyze.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aftercall.analyze.Proposal;
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
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the model is told: fixed instructions, and the call as one JSON object a line, so that no text can pose as a line. */
record Prompt(String version, String instructions) {
    private static final String NAME = "judge-1";
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("EEEE yyyy-MM-dd HH:mm 'UTC'", Locale.ENGLISH);

    private record CriterionLine(
            String criterion,
            String evidence,
            String met,
            @Nullable String partly,
            @Nullable String missed,
            @Nullable String notApplicable) {

        static CriterionLine of(Rubric.Criterion c, @Nullable String language) {
            return new CriterionLine(
                    c.id(),
                    c.evidence().name().toLowerCase(Locale.ROOT),
                    c.met().in(language),
                    in(language, c.partly()),
                    in(language, c.missed()),
                    in(language, c.notApplicable()));
        }

        private static @Nullable String in(@Nullable String language, Rubric.@Nullable Texts texts) {
            return texts == null ? null : texts.in(language);
        }
    }

    private record UtteranceLine(String utterance, String speaker, String text) {
        static UtteranceLine of(Utterance u) {
            return new UtteranceLine(u.id(), u.speaker().name().toLowerCase(Locale.ROOT), u.text());
        }
    }

    private record PartLine(int part, Proposal found) {}

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
        Instant ended = call.timing().end();
        String language = transcript.language();
        // The language was named by the speech model, so it is only believed to be a code.
        String named = language != null && language.matches("(?!und)[a-z]{2,3}")
                ? "in the language with the ISO 639 code " + language
                : "in the language of the transcript";
        return instructions
                + "\nWrite summary, strengths, improve and every other sentence of yours " + named
                + ", tags in English."
                + (ended == null ? "" : "\nThe call ended on " + DAY.format(ended.atOffset(ZoneOffset.UTC)) + ".");
    }

    /** The rubric and a call, or a part of one. */
    String user(Rubric rubric, @Nullable String language, List<Utterance> said) {
        return lines(rubric, language, Stream.of(), said);
    }

    /** The rubric, what was found in each part of a call, and the words it was found in. */
    String whole(Rubric rubric, @Nullable String language, List<Proposal> found, List<Utterance> cited) {
        return lines(
                rubric,
                language,
                IntStream.range(0, found.size()).mapToObj(i -> new PartLine(i + 1, found.get(i))),
                cited);
    }

    private static String lines(
            Rubric rubric, @Nullable String language, Stream<PartLine> parts, List<Utterance> said) {
        return Stream.of(
                        rubric.criteria().stream().map(c -> CriterionLine.of(c, language)),
                        parts,
                        said.stream().map(UtteranceLine::of))
                .flatMap(lines -> lines)
                .map(Prompt::json)
                .collect(Collectors.joining("\n"));
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
