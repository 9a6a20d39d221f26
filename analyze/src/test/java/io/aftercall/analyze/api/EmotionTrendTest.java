package io.aftercall.analyze.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.analyze.api.EmotionTrend.Point;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmotionTrendTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            50                   | ''
            50 75 85             | ''
            50 75 30             | 1 peak
            50 20 60             | 1 valley
            50 75 75 30          | 1 peak
            50 75 30 30 60 60 10 | 1 peak, 2 valley, 4 peak
            50 50 50             | ''
            """)
    void turnsWhereTheWishToBuyWasHigherOrLowerThanBeforeAndAfter(String scores, String expected) {
        String[] each = scores.split(" ", -1);
        List<Point> points = IntStream.range(0, each.length)
                .mapToObj(i -> new Point(String.valueOf(i), "neutral", Double.parseDouble(each[i])))
                .toList();

        assertThat(String.join(
                        ", ",
                        EmotionTrend.turns(points).stream()
                                .map(turn -> turn.date() + " " + turn.type())
                                .toList()))
                .isEqualTo(expected);
    }
}
