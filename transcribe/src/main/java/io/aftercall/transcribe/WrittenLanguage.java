package io.aftercall.transcribe;

import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which of the line's languages a text is in, by its script and, where other languages share it, by letters and words. With
 * no model to ask, a language must rather stay unknown than be taken for another in which nothing good would be found.
 */
final class WrittenLanguage {
    /** ISO 639-2 for a language that is not known. */
    private static final String UNKNOWN = "und";

    private static final Pattern WORD = Pattern.compile("[^\\p{L}']+");
    /** Of other languages in Cyrillic letters: Ukrainian, Belarusian, Serbian, Macedonian, Kazakh, Tatar. */
    private static final Pattern NOT_RUSSIAN = Pattern.compile("[іїєґўјљњћђџѓќәғқңөұүһ]", Pattern.CASE_INSENSITIVE);

    private static final double ENOUGH_ENGLISH = 0.1;
    private static final Set<String> ENGLISH =
            Set.of(("a an and are as be but can do for from good have hello hi how i i'm in is"
                            + " it it's let me my no not of ok on our please so thank thanks that the this to we what will with would"
                            + " yes you your")
                    .split(" "));

    private WrittenLanguage() {}

    /** {@code zh}, {@code ru}, {@code en}, or {@code und}. */
    static String of(String text) {
        Map<UnicodeScript, Long> letters = text.codePoints()
                .filter(Character::isLetter)
                .mapToObj(UnicodeScript::of)
                .collect(Collectors.groupingBy(script -> script, Collectors.counting()));
        // A character of Chinese says about as much as two or three letters.
        long chinese = 3 * letters.getOrDefault(UnicodeScript.HAN, 0L);
        long cyrillic = letters.getOrDefault(UnicodeScript.CYRILLIC, 0L);
        long latin = letters.getOrDefault(UnicodeScript.LATIN, 0L);
        long japanese =
                letters.getOrDefault(UnicodeScript.HIRAGANA, 0L) + letters.getOrDefault(UnicodeScript.KATAKANA, 0L);
        long others =
                letters.values().stream().mapToLong(Long::longValue).sum() - chinese / 3 - cyrillic - latin - japanese;
        long most = Math.max(Math.max(chinese, cyrillic), latin);
        if (most == 0 || others > most || (most == chinese && japanese * 9 > chinese)) {
            return UNKNOWN;
        }
        if (most == chinese) {
            return "zh";
        }
        if (most == cyrillic) {
            return NOT_RUSSIAN.matcher(text).find() ? UNKNOWN : "ru";
        }
        return isEnglish(text) ? "en" : UNKNOWN;
    }

    private static boolean isEnglish(String text) {
        String[] words = WORD.split(text.toLowerCase(Locale.ROOT).strip());
        long known = Arrays.stream(words).filter(ENGLISH::contains).count();
        return known >= words.length * ENOUGH_ENGLISH;
    }
}
