package io.aftercall.infra.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void givesEachLatencyInItsOrderToThePlaceThatIsFreeFirst() {
        assertThat(IdealSchedule.millis(List.of(5L, 3L, 4L, 1L), 2)).isEqualTo(7);
        assertThat(IdealSchedule.millis(List.of(1L, 1L, 9L), 2)).isEqualTo(10);
    }

    @Test
    void needsAsLongAsTheLongestWhenEverythingFits() {
        assertThat(IdealSchedule.millis(List.of(5L, 30L, 4L), 3)).isEqualTo(30);
        assertThat(IdealSchedule.millis(List.of(), 3)).isZero();
    }

    @Test
    void takesTheSmallestDurationThatTheShareDoesNotExceed() {
        List<Double> oneToHundred =
                DoubleStream.iterate(1, d -> d + 1).limit(100).boxed().toList();

        Percentiles percentiles = Percentiles.of(oneToHundred.reversed());

        assertThat(percentiles.at(0.5)).isEqualTo(50);
        assertThat(percentiles.at(0.99)).isEqualTo(99);
        assertThat(percentiles.at(1)).isEqualTo(100);
        assertThat(Percentiles.of(Collections.emptyList()).at(0.5)).isZero();
    }
}
