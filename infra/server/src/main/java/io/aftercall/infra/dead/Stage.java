package io.aftercall.infra.dead;

import io.aftercall.infra.line.Topics;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where work can fail and be taken up again, in the order of a call, each with the topic it takes its work from. */
enum Stage {
    RECORD(Topics.HUNG_UP),
    TRANSCRIBE(Topics.RECORDED),
    ANALYZE(Topics.TRANSCRIBED),
    REMIND(Topics.ANALYZED),
    INDEX(Topics.FAILED);

    private final String input;

    Stage(String input) {
        this.input = input;
    }

    /** Of the index, which takes all topics, the one that no other stage takes. */
    String input() {
        return input;
    }

    /** As in a failure: {@code transcribe}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws BadRequest when there is no such stage */
    static @Nullable Stage parse(@Nullable String word) {
        if (word == null || word.isBlank()) {
            return null;
        }
        return Arrays.stream(values())
                .filter(stage -> stage.word().equals(word.strip()))
                .findFirst()
                .orElseThrow(() -> new BadRequest(422, "'%s' is not a stage; stages are %s".formatted(word, words())));
    }

    /** The stage a failure names; whatever else fails is outside the line, like the index. */
    static Stage named(String word) {
        return Arrays.stream(values())
                .filter(stage -> stage.word().equals(word))
                .findFirst()
                .orElse(INDEX);
    }

    /** The stage whose input this topic is. */
    static Stage taking(String topic) {
        return Arrays.stream(values())
                .filter(stage -> stage.input.equals(topic))
                .findFirst()
                .orElse(INDEX);
    }

    private static String words() {
        return Arrays.stream(values()).map(Stage::word).collect(Collectors.joining(", "));
    }
}
