package io.aftercall.analyze;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which calls of a task, newest first, and which page of them. An impossible condition is an {@link IllegalArgumentException}
 * naming the parameter.
 *
 * @param levels ids of levels or their letters, any of them; empty: all
 * @param keyword digits of a number, or words said or summarised
 * @param bills talking time in ms, any of the ranges; likewise {@code rounds}
 * @param tags ids, any of them
 * @param from of the call's time, inclusive
 * @param until of the call's time, exclusive
 */
public record RecordQuery(
        String taskId,
        List<String> levels,
        @Nullable String keyword,
        List<Range> bills,
        List<Range> rounds,
        List<String> tags,
        @Nullable Instant from,
        @Nullable Instant until,
        int page) {

    public static final int PAGE_SIZE = 15;

    /** How deep pages go. The way to each is walked once and remembered, but it has to end somewhere. */
    public static final int DEEPEST_PAGE = 10_000;

    private static final int LONGEST_TEXT = 500;
    private static final int MOST_CHOICES = 100;

    /** From {@code least} to {@code most}, both included; absent: no bound on that side. */
    public record Range(@Nullable Long least, @Nullable Long most) {}

    public RecordQuery {
        levels = few("levels", levels);
        bills = few("bills", bills);
        rounds = few("rounds", rounds);
        tags = few("tags", tags);
        require(keyword == null || keyword.length() <= LONGEST_TEXT, "keyword must not be longer than " + LONGEST_TEXT);
        require(from == null || until == null || from.isBefore(until), "start_at must be before end_at");
        requirePage(page);
    }

    static void requirePage(int page) {
        require(page >= 1, "page must be 1 or more");
        require(
                page <= DEEPEST_PAGE,
                "page %d lies beyond page %d, the last one that can be asked for; narrow the search, for example by date"
                        .formatted(page, DEEPEST_PAGE));
    }

    static <T> List<T> few(String name, List<T> choices) {
        require(choices.size() <= MOST_CHOICES, name + " must not be more than " + MOST_CHOICES);
        return List.copyOf(choices);
    }

    private static void require(boolean holds, String fact) {
        if (!holds) {
            throw new IllegalArgumentException(fact);
        }
    }
}
