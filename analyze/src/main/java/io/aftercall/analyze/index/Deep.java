package io.aftercall.analyze.index;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch.core.search.Hit;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the beginning of a page however deep it lies. An index gives its first {@value #WINDOW} rows; beyond them the way is
 * walked in steps of that size, each going on after the last row of the one before ({@code search_after}), and where pages
 * begin is remembered for a few minutes: whoever reads page after page pays for each page alone.
 */
final class Deep {
    /** A whole number of pages, within what an index allows unless it is told otherwise. */
    static final int WINDOW = 9_990;

    private static final int MOST_MARKS = 10_000;
    private static final long LIFE = Duration.ofMinutes(5).toNanos();

    private final Map<Place, Mark> marks = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Mark> eldest) {
            return size() > MOST_MARKS;
        }
    };

    /** So many rows into the answer to a question. */
    private record Place(Object question, int rows) {}

    private record Mark(List<FieldValue> after, long at) {}

    /** What is asked of the index: either so many rows further from the start, or what comes after a row. */
    record Part(int from, int size, List<FieldValue> after) {}

    /** Gives the hits of a part without their columns. */
    @FunctionalInterface
    interface Walk {
        List<? extends Hit<?>> hits(Part part);
    }

    /**
     * The part that is the page, or one of size 0 when the answer ends before it.
     *
     * @param question equal for equal conditions
     */
    Part page(Object question, int rows, int size, Walk walk) {
        Optional<Mark> here = mark(question, rows);
        if (here.isPresent()) {
            return new Part(0, size, here.get().after);
        }
        if (rows + size <= WINDOW) {
            return new Part(rows, size, List.of());
        }
        int reached = rows;
        Optional<Mark> mark = Optional.empty();
        while (mark.isEmpty() && reached > 0) {
            reached = (reached - 1) / WINDOW * WINDOW;
            mark = mark(question, reached);
        }
        List<FieldValue> after = mark.map(Mark::after).orElse(List.of());
        while (reached < rows) {
            int step = Math.min(WINDOW, rows - reached);
            List<? extends Hit<?>> hits = walk.hits(new Part(0, step, after));
            if (hits.size() < step) {
                return new Part(0, 0, List.of());
            }
            after = hits.getLast().sort();
            reached += step;
            remember(question, reached, after);
        }
        return new Part(0, size, after);
    }

    /** The page that was found ends so many rows into the answer with this row; the next one begins there. */
    void remember(Object question, int rows, List<FieldValue> last) {
        if (rows >= WINDOW) {
            synchronized (marks) {
                marks.put(new Place(question, rows), new Mark(last, System.nanoTime()));
            }
        }
    }

    private Optional<Mark> mark(Object question, int rows) {
        synchronized (marks) {
            return Optional.ofNullable(marks.get(new Place(question, rows)))
                    .filter(mark -> System.nanoTime() - mark.at < LIFE);
        }
    }
}
