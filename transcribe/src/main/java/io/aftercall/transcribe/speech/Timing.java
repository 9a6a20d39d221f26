package io.aftercall.transcribe.speech;

import io.aftercall.transcribe.audio.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * When each word of an answer was said: as the model says where it does, otherwise by spreading the words over the speech
 * they belong to in proportion to their length. No text is lost, whatever the model's times are.
 */
public final class Timing {
    private Timing() {}

    /** The answer's words in their order; {@code pieces} are those of the chunk that was answered. */
    public static List<TimedText> of(SpeechAnswer answer, List<Piece> pieces) {
        List<TimedText> words = byWords(answer);
        return words.isEmpty() ? bySegments(answer, pieces) : words;
    }

    /** The model times words without their punctuation, so each is looked up in the text and takes what follows it along. */
    private static List<TimedText> byWords(SpeechAnswer answer) {
        String text = answer.text();
        String lower = text.toLowerCase(Locale.ROOT);
        List<TimedText> result = new ArrayList<>();
        List<SpeechAnswer.Word> words = answer.timedWords();
        int position = 0;
        int from = 0;
        SpeechAnswer.Word open = null;
        for (SpeechAnswer.Word word : words) {
            String wanted = word.word().strip().toLowerCase(Locale.ROOT);
            int found = wanted.isEmpty() ? -1 : lower.indexOf(wanted, position);
            // Far ahead it is another word of the same letters: the model's words and its text differ here.
            if (found < 0 || found > position + 20) {
                continue;
            }
            if (open != null) {
                int cut = beforeOpeningMarks(text, found, from);
                result.add(timed(open, text.substring(from, cut)));
                from = cut;
            }
            open = word;
            position = found + wanted.length();
        }
        if (open != null) {
            result.add(timed(open, text.substring(from)));
        }
        // When most were not found, what was is no guide to the rest.
        return result.size() * 2 < words.size() ? List.of() : result;
    }

    private static TimedText timed(SpeechAnswer.Word word, String text) {
        return new TimedText(ms(word.start()), ms(word.end()), text);
    }

    private static int beforeOpeningMarks(String text, int at, int from) {
        int cut = at;
        while (cut > from && isOpeningMark(text.charAt(cut - 1))) {
            cut--;
        }
        return cut;
    }

    private static boolean isOpeningMark(char c) {
        int type = Character.getType(c);
        return type == Character.START_PUNCTUATION
                || type == Character.INITIAL_QUOTE_PUNCTUATION
                || c == '¿'
                || c == '¡';
    }

    private static List<TimedText> bySegments(SpeechAnswer answer, List<Piece> pieces) {
        if (answer.timedSegments().isEmpty()) {
            return spread(answer.text(), 0, Long.MAX_VALUE, pieces);
        }
        List<TimedText> result = new ArrayList<>();
        for (SpeechAnswer.Segment segment : answer.timedSegments()) {
            result.addAll(spread(segment.text(), ms(segment.start()), ms(segment.end()), pieces));
        }
        return result;
    }

    private static List<TimedText> spread(String text, long fromMs, long toMs, List<Piece> pieces) {
        List<TimedText> slots = new ArrayList<>();
        for (Piece piece : pieces) {
            long start = Math.max(fromMs, piece.speechInChunkMs());
            long end = Math.min(toMs, piece.speechInChunkMs() + piece.speechMs());
            if (start < end) {
                slots.add(new TimedText(start, end, ""));
            }
        }
        if (slots.isEmpty()) {
            slots.add(new TimedText(fromMs, Math.max(fromMs, toMs), ""));
        }
        long total =
                slots.stream().mapToLong(slot -> slot.endMs() - slot.startMs()).sum();
        List<TimedText> result = new ArrayList<>();
        int said = 0;
        for (String word : words(text)) {
            long start = along(slots, total * said / text.length());
            said += word.length();
            long end = along(slots, total * said / text.length());
            result.add(new TimedText(start, Math.max(start, end), word));
        }
        return result;
    }

    /** Where {@code ms} of speech have passed. */
    private static long along(List<TimedText> slots, long ms) {
        long left = ms;
        for (TimedText slot : slots) {
            long length = slot.endMs() - slot.startMs();
            if (left < length) {
                return slot.startMs() + left;
            }
            left -= length;
        }
        return slots.getLast().endMs();
    }

    /** Words with the space before them; ideographs one by one, with the punctuation after them. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int from = 0;
        for (int i = 1; i < text.length(); i++) {
            char before = text.charAt(i - 1);
            char c = text.charAt(i);
            boolean newWord = Character.isWhitespace(c) && !Character.isWhitespace(before);
            if (newWord || Character.isIdeographic(c)) {
                words.add(text.substring(from, i));
                from = i;
            }
        }
        if (from < text.length()) {
            words.add(text.substring(from));
        }
        return words;
    }

    private static long ms(double seconds) {
        return Math.round(Math.max(0, seconds) * 1000);
    }
}
