package io.aftercall.analyze;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which calls, and which page of them. Absent conditions do not restrict; an impossible one is an
 * {@link IllegalArgumentException} naming the parameter.
 *
 * @param text words said or summarised in Chinese, Russian or English, a call id, a manager, or digits of a number
 * @param from of the call's time, inclusive
 * @param until of the call's time, exclusive
 * @param minScore 0-100, inclusive, like {@code maxScore}; either leaves out calls without a score
 * @param page from 1
 */
public record CallQuery(
        @Nullable String text,
        @Nullable String managerId,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable Integer minScore,
        @Nullable Integer maxScore,
        @Nullable String level,
        @Nullable CallState state,
        @Nullable Held held,
        Order order,
        int page,
        int size) {

    /** How deep pages go: what an Elasticsearch index allows unless it is told otherwise. */
    public static final int DEEPEST = 10_000;

    private static final int LARGEST_PAGE = 500;
    private static final int LONGEST_TEXT = 500;

    /** Of the calls found; calls of the same rank stand in the order of their keys. */
    public enum Order {
        NEWEST,
        RELEVANCE
    }

    /** What a call that does not get on for the time being is held by. */
    public enum Held {
        /** Something it needs is away or not ready. */
        WAITING,
        /** Nothing that is known of. */
        STUCK;

        /** As parameters name it. */
        public String jsonName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public CallQuery {
        require(text == null || text.length() <= LONGEST_TEXT, "q must not be longer than " + LONGEST_TEXT);
        require(from == null || until == null || from.isBefore(until), "from must be before to");
        require(minScore == null || (minScore >= 0 && minScore <= 100), "minScore must be between 0 and 100");
        require(maxScore == null || (maxScore >= 0 && maxScore <= 100), "maxScore must be between 0 and 100");
        require(
                minScore == null || maxScore == null || minScore <= maxScore,
                "minScore must not be greater than maxScore");
        require(page >= 1, "page must be 1 or more");
        require(size >= 1 && size <= LARGEST_PAGE, "size must be between 1 and " + LARGEST_PAGE);
        require(
                (long) page * size <= DEEPEST,
                "page %d of %d calls each lies beyond the first %d calls; narrow the search, for example by date"
                        .formatted(page, size, DEEPEST));
    }

    /** All calls, newest first. */
    public static CallQuery newest(int page, int size) {
        return new CallQuery(null, null, null, null, null, null, null, null, null, Order.NEWEST, page, size);
    }

    public int skip() {
        return (page - 1) * size;
    }

    private static void require(boolean holds, String fact) {
        if (!holds) {
            throw new IllegalArgumentException(fact);
        }
    }
}
