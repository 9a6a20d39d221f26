package io.aftercall.analyze.api;

import io.aftercall.analyze.CallRow;
import io.aftercall.analyze.SeedJson;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a customer's mood and wish to buy developed in the matter of a ticket.
 *
 * @param trendData oldest first
 * @param keyTurningPoints where the wish to buy was higher (peak) or lower (valley) than before and after
 */
record EmotionTrend(
        long id,
        long presaleTicketId,
        @Nullable Long customerId,
        List<Point> trendData,
        List<Turn> keyTurningPoints,
        String createdAt,
        String updatedAt) {

    record Point(String date, String sentiment, double intentScore) {}

    record Turn(String date, String type, String sentiment, double intentScore) {}

    /** @param judged at least one, with mood and intent, oldest first */
    static EmotionTrend of(long id, long ticket, List<CallRow> judged, ZoneId zone) {
        List<Point> points = judged.stream().map(row -> point(row, zone)).toList();
        return new EmotionTrend(
                id,
                ticket,
                judged.reversed().stream()
                        .map(row -> SeedJson.number(row.customerId()))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null),
                points,
                turns(points),
                points.getFirst().date,
                points.getLast().date);
    }

    private static Point point(CallRow row, ZoneId zone) {
        return new Point(
                SeedJson.local(Objects.requireNonNull(row.occurredAt()), zone),
                Objects.requireNonNull(row.sentiment()).name().toLowerCase(Locale.ROOT),
                Objects.requireNonNull(row.intent()));
    }

    /** Where it stays level for a while, it turned when it got there. */
    static List<Turn> turns(List<Point> points) {
        List<Turn> turns = new ArrayList<>();
        Point reached = points.getFirst();
        double direction = 0;
        for (Point next : points) {
            double change = Math.signum(next.intentScore - reached.intentScore);
            if (change != 0) {
                if (direction * change < 0) {
                    String type = direction > 0 ? "peak" : "valley";
                    turns.add(new Turn(reached.date, type, reached.sentiment, reached.intentScore));
                }
                direction = change;
                reached = next;
            }
        }
        return turns;
    }
}
