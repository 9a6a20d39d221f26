package io.aftercall.transcribe;

import io.aftercall.transcribe.Utterance.Speaker;
import io.aftercall.transcribe.audio.Chunk;
import io.aftercall.transcribe.audio.Piece;
import io.aftercall.transcribe.speech.TimedText;
import io.aftercall.transcribe.speech.Timing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Turns what was heard in chunks into what was said in the call: times of the recording, one speaker, no long pause. */
final class Utterances {
    private static final int PAUSE_MS = 600;

    private Utterances() {}

    /** @param channels 2 when each party has its own: then the first is the agent's */
    static List<Utterance> of(List<Heard> heard, int channels) {
        List<Said> all = new ArrayList<>();
        for (Heard one : heard) {
            all.addAll(said(one, speaker(one.chunk().channel(), channels)));
        }
        List<Said> inOrder = all.stream()
                .filter(said -> !said.text.toString().isBlank())
                .sorted(Comparator.comparingLong(said -> said.startMs))
                .toList();
        List<Utterance> result = new ArrayList<>();
        for (Said said : inOrder) {
            result.add(said.named("u" + (result.size() + 1)));
        }
        return result;
    }

    private static Speaker speaker(int channel, int channels) {
        if (channels < 2) {
            return Speaker.UNKNOWN;
        }
        return channel == 0 ? Speaker.AGENT : Speaker.CUSTOMER;
    }

    /** Words go to the piece of speech their middle lies in, never back to an earlier one: models blur word edges. */
    private static List<Said> said(Heard heard, Speaker speaker) {
        Chunk chunk = heard.chunk();
        List<Said> result = new ArrayList<>();
        int at = 0;
        for (TimedText word : Timing.of(heard.answer(), chunk.pieces())) {
            int before = at;
            long middle = word.startMs() + (word.endMs() - word.startMs()) / 2;
            while (at < chunk.pieces().size() - 1 && chunk.pieces().get(at).endsInChunkMs() <= middle) {
                at++;
            }
            Piece piece = chunk.pieces().get(at);
            long start = Math.min(piece.toRecording(word.startMs()), piece.speechToMs() - Piece.FRAME_MS);
            long end = Math.max(piece.toRecording(word.endMs()), start + Piece.FRAME_MS);
            long pause = piece.speechFromMs() - chunk.pieces().get(before).speechToMs();
            if (result.isEmpty() || (at > before && pause >= PAUSE_MS) || start - result.getLast().endMs >= PAUSE_MS) {
                result.add(new Said(speaker, start));
            }
            result.getLast().add(word.text(), end);
        }
        return result;
    }

    /** An utterance in the making. */
    private static final class Said {
        private final Speaker speaker;
        private final long startMs;
        private long endMs;
        private final StringBuilder text = new StringBuilder();

        Said(Speaker speaker, long startMs) {
            this.speaker = speaker;
            this.startMs = startMs;
        }

        void add(String words, long wordsEndMs) {
            text.append(words);
            endMs = Math.max(endMs, wordsEndMs);
        }

        Utterance named(String id) {
            return new Utterance(id, speaker, startMs, endMs, text.toString().strip());
        }
    }
}
