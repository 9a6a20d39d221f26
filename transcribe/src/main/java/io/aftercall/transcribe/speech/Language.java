package io.aftercall.transcribe.speech;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Speech models name a language in English ("russian") or by a tag ("ru", "zh-CN"); we name it by ISO 639-1. */
public final class Language {
    private static final Map<String, String> BY_NAME = byName();

    private Language() {}

    /** Two letters, or null for a language that is unknown or has no such code. */
    public static @Nullable String code(@Nullable String named) {
        if (named == null) {
            return null;
        }
        String lower = named.strip().toLowerCase(Locale.ROOT);
        String tag = lower.split("[-_]", 2)[0];
        return BY_NAME.containsValue(tag) ? tag : BY_NAME.get(lower);
    }

    private static Map<String, String> byName() {
        Map<String, String> codes = new HashMap<>();
        Arrays.stream(Locale.getISOLanguages())
                .filter(code -> code.length() == 2)
                .forEach(code -> codes.put(
                        Locale.of(code).getDisplayLanguage(Locale.ENGLISH).toLowerCase(Locale.ROOT), code));
        // Whisper's names that differ from the Java platform's.
        codes.putAll(Map.of("mandarin", "zh", "cantonese", "zh", "castilian", "es", "flemish", "nl"));
        codes.putAll(Map.of("myanmar", "my", "sinhalese", "si", "haitian creole", "ht", "moldavian", "ro"));
        return Map.copyOf(codes);
    }
}
