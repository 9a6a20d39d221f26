package io.aftercall.analyze;

import io.aftercall.analyze.phone.Origin;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which numbers of a task, the one called last first, and which page of them; bounded like a {@link RecordQuery}.
 *
 * @param statuses of the number's last call, any of them; empty: all
 * @param keyword digits of the number
 * @param operators any of them; empty: all
 */
public record NumberQuery(
        String taskId, Set<NumberStatus> statuses, @Nullable String keyword, Set<Origin.Operator> operators, int page) {
    public NumberQuery {
        statuses = Set.copyOf(statuses);
        operators = Set.copyOf(operators);
        if (keyword != null && !keyword.matches("[\\d\\s()+./-]{1,50}")) {
            throw new IllegalArgumentException("keyword must be digits of a number, not '" + keyword + "'");
        }
        RecordQuery.requirePage(page);
    }

    /** The last page of {@code total} things; there is always a first. */
    public static long lastPage(long total) {
        return Math.max(1, (total + RecordQuery.PAGE_SIZE - 1) / RecordQuery.PAGE_SIZE);
    }
}
