package io.aftercall.transcribe.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.aftercall.transcribe.audio.Piece;
import io.aftercall.transcribe.speech.SpeechAnswer.Segment;
import io.aftercall.transcribe.speech.SpeechAnswer.Word;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimingTest {
    /** Two seconds of speech, then two more; a little silence around both. */
    private static final List<Piece> PIECES =
            List.of(new Piece(0, 80, 325, 100, 300), new Piece(245, 980, 1225, 1000, 1200));

    @Test
    void givesEveryWordItsPunctuation() {
        SpeechAnswer answer = new SpeechAnswer(
                "Hello, world! «Да», he said.",
                "english",
                null,
                List.of(
                        new Word(0.2, 0.5, "Hello"),
                        new Word(0.5, 0.9, "world"),
                        new Word(1.0, 1.2, "да"),
                        new Word(1.2, 1.4, "he"),
                        new Word(1.4, 1.6, "said")));

        assertThat(Timing.of(answer, PIECES))
                .containsExactly(
                        new TimedText(200, 500, "Hello, "),
                        new TimedText(500, 900, "world! "),
                        new TimedText(1000, 1200, "«Да», "),
                        new TimedText(1200, 1400, "he "),
                        new TimedText(1400, 1600, "said."));
    }

    @Test
    void timesChineseByCharacter() {
        SpeechAnswer answer = new SpeechAnswer(
                "你好，王先生。",
                "chinese",
                null,
                List.of(new Word(0.2, 0.4, "你"), new Word(0.4, 0.6, "好"), new Word(0.9, 1.5, "王先生")));

        assertThat(Timing.of(answer, PIECES)).extracting(TimedText::text).containsExactly("你", "好，", "王先生。");
    }

    @Test
    void losesNoTextWhenAWordIsNotInIt() {
        SpeechAnswer answer = new SpeechAnswer(
                "It costs $600 a month.",
                "english",
                null,
                List.of(
                        new Word(0.2, 0.3, "It"),
                        new Word(0.3, 0.6, "costs"),
                        new Word(0.6, 1.4, "six hundred"),
                        new Word(1.4, 1.5, "a"),
                        new Word(1.5, 2.0, "month")));

        assertThat(Timing.of(answer, PIECES))
                .extracting(TimedText::text)
                .containsExactly("It ", "costs $600 ", "a ", "month.");
    }

    @Test
    void spreadsASegmentOverTheSpeechInItsTime() {
        SpeechAnswer answer = new SpeechAnswer(
                "aaaa bbbb cccc dddd",
                "english",
                List.of(new Segment(0, 2.45, "aaaa bbbb"), new Segment(2.45, 4.9, " cccc dddd")),
                List.of());

        assertThat(Timing.of(answer, PIECES))
                .containsExactly(
                        new TimedText(200, 1088, "aaaa"),
                        new TimedText(1088, 2200, " bbbb"),
                        new TimedText(2650, 3650, " cccc"),
                        new TimedText(3650, 4650, " dddd"));
    }

    @Test
    void spreadsTextWithoutTimesOverAllSpeech() {
        assertThat(Timing.of(new SpeechAnswer("你好，再见。", null, null, null), PIECES))
                .extracting(TimedText::startMs, TimedText::text)
                .containsExactly(tuple(200L, "你"), tuple(866L, "好，"), tuple(2650L, "再"), tuple(3316L, "见。"));
    }

    @Test
    void spreadsTheTextWhenTheWordsAreOfAnotherOne() {
        SpeechAnswer answer = new SpeechAnswer(
                "good bye",
                "english",
                null,
                List.of(new Word(0, 1, "zu"), new Word(1, 2, "viel"), new Word(2, 3, "bye")));

        assertThat(Timing.of(answer, PIECES)).extracting(TimedText::text).containsExactly("good", " bye");
    }

    @Test
    void hasNothingToTimeInAnEmptyAnswer() {
        assertThat(Timing.of(new SpeechAnswer("", "english", List.of(), List.of()), PIECES))
                .isEmpty();
    }
}
