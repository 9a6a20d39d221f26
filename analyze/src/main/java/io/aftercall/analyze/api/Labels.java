package io.aftercall.analyze.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The words of the pages in one language. */
public record Labels(String language, Map<String, String> texts) {
    static final List<String> LANGUAGES = List.of("en", "zh", "ru");

    private static final Map<String, Labels> ALL =
            LANGUAGES.stream().collect(Collectors.toUnmodifiableMap(language -> language, Labels::load));

    /** @param asked the page's language by name; otherwise {@code accepted}, else English */
    static Labels choose(@Nullable String asked, List<Locale> accepted) {
        String language = asked != null && LANGUAGES.contains(asked)
                ? asked
                : accepted.stream()
                        .map(Locale::getLanguage)
                        .filter(LANGUAGES::contains)
                        .findFirst()
                        .orElse("en");
        return in(language);
    }

    /** In the language of what was said; English where it is none of these or not known. */
    static Labels of(@Nullable String language) {
        return in(language != null && LANGUAGES.contains(language) ? language : "en");
    }

    public static Labels in(String language) {
        Labels labels = ALL.get(language);
        if (labels == null) {
            throw new IllegalArgumentException("no labels in language '" + language + "'");
        }
        return labels;
    }

    Locale locale() {
        return Locale.of(language, language.equals("en") ? "GB" : "");
    }

    String get(String key) {
        String text = texts.get(key);
        if (text == null) {
            throw new IllegalArgumentException("label '%s' is missing in language %s".formatted(key, language));
        }
        return text;
    }

    /** Those whose keys begin so, by the rest of their keys. */
    Map<String, String> all(String prefix) {
        return texts.entrySet().stream()
                .filter(label -> label.getKey().startsWith(prefix))
                .collect(Collectors.toMap(label -> label.getKey().substring(prefix.length()), Map.Entry::getValue));
    }

    /** One after the other, as this language writes them. */
    String sentences(List<String> all) {
        return String.join(language.equals("zh") ? "" : " ", all);
    }

    /** An enumeration, as this language writes it. */
    String list(List<String> all) {
        return String.join(language.equals("zh") ? "、" : ", ", all);
    }

    /** The label of a value out of an open set, such as a tag of the rubric: its own name when there is none. */
    public String of(String set, String value) {
        return of(set, value, value.replace('_', ' '));
    }

    /** As above, for a value that brings a name for people of its own. */
    String of(String set, String value, String name) {
        return texts.getOrDefault(set + "_" + value.toLowerCase(Locale.ROOT), name);
    }

    private static Labels load(String language) {
        String resource = "/templates/calls/labels_" + language + ".properties";
        Properties properties = new Properties();
        try (InputStream in = Labels.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource " + resource + " is missing");
            }
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + resource + " cannot be read", e);
        }
        return new Labels(
                language,
                properties.stringPropertyNames().stream()
                        .collect(Collectors.toUnmodifiableMap(key -> key, properties::getProperty)));
    }
}
