package io.aftercall.transcribe.speech;

import io.aftercall.ingest.CallJson;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A speech model's answer in the shape of OpenAI's {@code json} and {@code verbose_json}; times are seconds in the chunk.
 *
 * @param language as the model names it ("english")
 * @param segments absent where the model gives no times; with punctuation
 * @param words likewise; without punctuation
 */
public record SpeechAnswer(
        String text,
        @Nullable String language,
        @Nullable List<Segment> segments,
        @Nullable List<Word> words) {

    /** A phrase. */
    public record Segment(double start, double end, String text) {
        public Segment {
            Objects.requireNonNull(text, "a segment's text");
        }
    }

    /** One word, for Chinese often one character. */
    public record Word(double start, double end, String word) {
        public Word {
            Objects.requireNonNull(word, "a word's text");
        }
    }

    public SpeechAnswer {
        Objects.requireNonNull(text, "the answer's text");
    }

    /** @throws io.aftercall.ingest.Undecodable when it is no such answer */
    static SpeechAnswer read(byte[] json) {
        return CallJson.read(json, SpeechAnswer.class);
    }

    List<Segment> timedSegments() {
        return segments == null ? List.of() : segments;
    }

    List<Word> timedWords() {
        return words == null ? List.of() : words;
    }
}
