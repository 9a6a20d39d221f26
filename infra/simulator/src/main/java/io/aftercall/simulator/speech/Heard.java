package io.aftercall.simulator.speech;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was heard in an upload: its words at their times in the upload, none and no language when it is not known. */
public record Heard(@Nullable String lang, double seconds, List<HeardWord> words) {

    /** A word at its time in the upload, in seconds; words of one turn share its number. */
    public record HeardWord(String text, String bare, boolean spaced, int turn, double start, double end) {
        public boolean endsSentence() {
            return text.matches(".*[.?!。？！…]\\P{L}*");
        }
    }

    static Heard of(Recording recording, Track track, List<Piece> pieces, double seconds) {
        List<HeardWord> words = new ArrayList<>();
        for (Word word : recording.words()) {
            for (Piece piece : pieces) {
                int shift = Track.PAD - piece.lag();
                int anchor = word.anchor() + shift;
                if (track.carries(word) && anchor >= piece.from() && anchor < piece.to()) {
                    double start = Math.max(word.start() + shift, piece.from()) / 100.0;
                    double end = Math.min(Math.min(word.end() + shift, piece.to()) / 100.0, seconds);
                    words.add(new HeardWord(word.text(), word.bare(), word.spaced(), word.turn(), start, end));
                }
            }
        }
        words.sort(Comparator.comparingInt(HeardWord::turn).thenComparingDouble(HeardWord::start));
        return new Heard(recording.call().lang(), seconds, List.copyOf(words));
    }

    /** The words as running text. */
    public String text() {
        return text(words);
    }

    /** A stretch of words as running text, spaced as it was written; turns are set apart by a space. */
    public static String text(List<HeardWord> words) {
        StringBuilder text = new StringBuilder();
        int turn = -1;
        for (HeardWord word : words) {
            if (!text.isEmpty() && (word.spaced() || word.turn() != turn)) {
                text.append(' ');
            }
            text.append(word.text());
            turn = word.turn();
        }
        return text.toString();
    }
}
