package io.aftercall.transcribe.audio;

import java.util.ArrayList;
import java.util.List;

/**
 * Lays the speech of one channel into chunks of at most {@code longest} frames, cut in pauses only; speech longer than
 * that without a pause is cut where it is quietest.
 */
record Packing(int longest) {
    /** Soft onsets lie below any threshold, endings fade: models mishear words without them. */
    private static final int BEFORE = 20;

    private static final int AFTER = 25;

    List<List<Piece>> pack(List<Sound> speech, Levels levels) {
        List<List<Piece>> chunks = new ArrayList<>();
        int length = longest + 1;
        for (Piece piece : shortened(padded(speech, levels.count()), levels)) {
            if (length + piece.length() > longest) {
                chunks.add(new ArrayList<>());
                length = 0;
            }
            chunks.getLast().add(piece.placedAt(length));
            length += piece.length();
        }
        return chunks;
    }

    private static List<Piece> padded(List<Sound> speech, int frames) {
        List<Piece> pieces = new ArrayList<>();
        for (Sound sound : speech) {
            int from = Math.max(0, sound.from() - BEFORE);
            int to = Math.min(frames, sound.to() + AFTER);
            if (!pieces.isEmpty() && from <= pieces.getLast().to()) {
                Piece before = pieces.removeLast();
                pieces.add(new Piece(0, before.from(), to, before.speechFrom(), sound.to()));
            } else {
                pieces.add(new Piece(0, from, to, sound.from(), sound.to()));
            }
        }
        return pieces;
    }

    private List<Piece> shortened(List<Piece> pieces, Levels levels) {
        List<Piece> result = new ArrayList<>();
        for (Piece piece : pieces) {
            Piece rest = piece;
            while (rest.length() > longest) {
                int latest = Math.min(rest.from() + longest, rest.speechTo());
                int cut = levels.quietest(rest.from() + longest * 3 / 4, latest);
                result.add(new Piece(0, rest.from(), cut, rest.speechFrom(), cut));
                rest = new Piece(0, cut, rest.to(), cut, rest.speechTo());
            }
            result.add(rest);
        }
        return result;
    }
}
