package io.aftercall.analyze.api;

import io.aftercall.analyze.Rubric;
import io.aftercall.ingest.Call;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** By which rubric somebody wants a call judged. */
public interface ContentModes {
    /** Of the mode's spellings ({@code Manager+}, {@code manager +}, {@code Диалог}) the one calls carry; empty for no mode. */
    Optional<String> known(String mode);

    /** What the call is judged by. */
    Rubric rubric(Call call);

    /** The three modes, all judged by one rubric. */
    static ContentModes of(Rubric rubric) {
        Map<String, String> modes = Map.of(
                "manager", "manager",
                "client", "client",
                "dialogue", "dialogue",
                "dialog", "dialogue",
                "диалог", "dialogue");
        return new ContentModes() {
            @Override
            public Optional<String> known(String mode) {
                return Optional.ofNullable(
                        modes.get(mode.toLowerCase(Locale.ROOT).replaceAll("[\\s+]", "")));
            }

            @Override
            public Rubric rubric(Call call) {
                return rubric;
            }
        };
    }
}
