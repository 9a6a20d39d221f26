package io.aftercall.simulator.speech;

import io.aftercall.simulator.calls.SampleCall;
import io.aftercall.simulator.calls.Turn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gives words their times: a text is spread over the sound of the stretch in which it was said, by letters. */
final class WordTimes {
    /** A Chinese character or a run of anything else without spaces, each with the punctuation after it. */
    private static final Pattern TOKEN = Pattern.compile("(\\s*)([^\\s\\p{IsHan}\\p{L}\\p{N}]*"
            + "(?:\\p{IsHan}|(?:(?!\\p{IsHan})\\S)+)(?:(?![\\p{Ps}\\p{Pi}])[^\\s\\p{L}\\p{N}])*)");
    /** About 30 dB below the loud parts, in amplitude to the power 0.4. */
    private static final float AUDIBLE = 0.25f;

    private WordTimes() {}

    static List<Word> of(SampleCall call, Envelopes sound) {
        List<Word> words = new ArrayList<>();
        int last = sound.channels().length - 1;
        int turnNumber = 0;
        for (Turn turn : call.turns()) {
            int channel = Math.clamp(turn.channel(), 0, last);
            float[] loudness = sound.channels()[channel];
            int from = Math.clamp(turn.startMs() / 10, 0, loudness.length);
            int to = Math.clamp(turn.endMs() / 10, from, loudness.length);
            words.addAll(spread(turn.text(), loudness, from, to, turnNumber++, channel));
        }
        if (call.turns().isEmpty() && call.transcript() != null) {
            for (Word word : spread(call.transcript(), sound.mix(), 0, sound.mix().length, 0, 0)) {
                words.add(onItsChannel(word, sound.channels()));
            }
        }
        return List.copyOf(words);
    }

    /** Without a script nobody says who speaks: the louder channel does. */
    private static Word onItsChannel(Word word, float[][] channels) {
        int loudest = 0;
        for (int c = 1; c < channels.length; c++) {
            if (channels[c][word.anchor()] > channels[loudest][word.anchor()]) {
                loudest = c;
            }
        }
        return new Word(word.text(), word.spaced(), word.turn(), loudest, word.start(), word.end(), word.anchor());
    }

    private static List<Word> spread(String text, float[] loudness, int from, int to, int turn, int channel) {
        record Token(String text, boolean spaced, int letters) {}
        List<Token> tokens = new ArrayList<>();
        int letters = 0;
        for (Matcher m = TOKEN.matcher(text); m.find(); ) {
            Token token =
                    new Token(m.group(2), !m.group(1).isEmpty(), m.group(2).length() + 1);
            tokens.add(token);
            letters += token.letters();
        }
        List<Word> words = new ArrayList<>();
        if (to > from) {
            double[] heard = soundUpTo(loudness, from, to);
            double perLetter = heard[to - from] / Math.max(1, letters);
            int before = 0;
            int end = from;
            for (Token token : tokens) {
                int anchor = from + frameAt(heard, (before + token.letters() / 2.0) * perLetter);
                int start = Math.min(anchor, Math.max(end, from + frameAt(heard, before * perLetter)));
                before += token.letters();
                end = Math.max(from + frameAt(heard, before * perLetter - 1e-6), anchor) + 1;
                words.add(new Word(token.text(), token.spaced(), turn, channel, start, end, anchor));
            }
        }
        return words;
    }

    /** Running sum of the audible sound; of the frames themselves where nothing is audible. */
    private static double[] soundUpTo(float[] loudness, int from, int to) {
        float[] sorted = Arrays.copyOfRange(loudness, from, to);
        Arrays.sort(sorted);
        float floor = sorted[sorted.length * 19 / 20] * AUDIBLE;
        double[] sums = new double[to - from + 1];
        for (int i = from; i < to; i++) {
            sums[i - from + 1] = sums[i - from] + (floor == 0 ? 1 : loudness[i] > floor ? loudness[i] : 0);
        }
        return sums;
    }

    /** The frame whose sound crosses the given sum. */
    private static int frameAt(double[] sums, double sum) {
        int low = 0;
        int high = sums.length - 2;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sums[middle + 1] > sum) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
