package io.aftercall.transcribe;

import io.aftercall.transcribe.audio.Chunk;
import io.aftercall.transcribe.speech.Language;
import io.aftercall.transcribe.speech.SpeechAnswer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A chunk and what the speech model heard in it. */
record Heard(Chunk chunk, SpeechAnswer answer) {

    /** The language most of the text is in, ISO 639-1; null when nothing was heard or no language was named. */
    static @Nullable String language(List<Heard> all) {
        Map<String, Integer> charactersByLanguage = all.stream()
                .filter(heard -> heard.code() != null && !heard.answer.text().isBlank())
                .collect(Collectors.toMap(
                        heard -> Objects.requireNonNull(heard.code()),
                        heard -> heard.answer.text().length(),
                        Integer::sum));
        return charactersByLanguage.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    private @Nullable String code() {
        return Language.code(answer.language());
    }
}
