package io.aftercall.analyze.index;

import static org.assertj.core.api.Assertions.assertThat;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch.core.search.Hit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeepTest {
    private static final int ROWS = 25_003;
    private static final int PAGE = 15;

    private final Deep deep = new Deep();
    private int walks;

    /** Rows are numbers in order, each its own place in it; an index that skips no more than it is told it may. */
    private List<Hit<Void>> hits(Deep.Part part) {
        assertThat(part.from() + part.size()).isLessThanOrEqualTo(10_000);
        int first = part.after().isEmpty()
                ? part.from()
                : Math.toIntExact(part.after().getFirst().longValue()) + 1;
        return IntStream.range(first, Math.min(ROWS, first + part.size()))
                .mapToObj(row -> Hit.<Void>of(hit -> hit.index("rows").sort(FieldValue.of(row))))
                .toList();
    }

    private List<Long> page(String question, int number) {
        int rows = (number - 1) * PAGE;
        Deep.Part part = deep.page(question, rows, PAGE, step -> {
            walks++;
            return hits(step);
        });
        List<Hit<Void>> hits = hits(part);
        if (hits.size() == PAGE) {
            deep.remember(question, rows + PAGE, hits.getLast().sort());
        }
        return hits.stream().map(hit -> hit.sort().getFirst().longValue()).toList();
    }

    private static List<Long> rows(int from, int until) {
        return IntStream.range(from, until).mapToObj(row -> (long) row).toList();
    }

    @Test
    void skipsOnlyAsFarAsAnIndexAllowsAndWalksFromThere() {
        assertThat(page("all", 1)).isEqualTo(rows(0, 15));
        assertThat(page("all", 666)).isEqualTo(rows(9_975, 9_990));
        assertThat(walks).isZero();

        assertThat(page("others", 667)).isEqualTo(rows(9_990, 10_005));
        assertThat(page("all", 668)).isEqualTo(rows(10_005, 10_020));
        assertThat(page("all", 1_601)).isEqualTo(rows(24_000, 24_015));
    }

    @Test
    void paysForEachPageAloneWhenPagesAreReadOneAfterTheOther() {
        page("all", 1_000);
        int before = walks;

        for (int number = 1_001; number <= 1_200; number++) {
            assertThat(page("all", number)).isEqualTo(rows((number - 1) * PAGE, number * PAGE));
        }

        assertThat(walks).isEqualTo(before);
    }

    @Test
    void goesOnFromTheDeepestPlaceItRemembers() {
        page("all", 1_600);
        int before = walks;

        assertThat(page("all", 1_500)).isEqualTo(rows(22_485, 22_500));

        assertThat(walks - before).as("from row 19,980").isEqualTo(1);
    }

    @Test
    void endsWithTheRows() {
        assertThat(page("all", 1_667)).isEqualTo(rows(24_990, ROWS));
        assertThat(page("all", 1_668)).isEmpty();
        assertThat(page("all", 9_000)).isEmpty();
    }

    @Test
    void remembersNothingOfOtherQuestions() {
        page("all", 1_600);
        int before = walks;

        page("others", 1_600);

        assertThat(walks - before).isEqualTo(before);
    }
}
